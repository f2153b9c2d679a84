package org.earshot.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.earshot.app.Main;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.WavWriter;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.files.ExitCodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shipped recording, heard as a file, through a pipe at its own speed, and as raw samples. */
@Tag("integration")
class ListenCommandTest {
    private static final int RATE_HZ = 16_000;
    private static final InputStream STANDARD_INPUT = System.in;

    @TempDir
    private static Path folder;

    private static Path wav;
    private static float[] samples;

    private record Run(int exit, String out, String err) {}

    @BeforeAll
    static void write() throws IOException {
        Path flac = folder.resolve("dog_1.flac");
        try (InputStream in = Main.class.getResourceAsStream("/org/earshot/demo/dog_1.flac")) {
            Files.copy(in, flac);
        }
        float[] sound = AudioFiles.readMono(flac, RATE_HZ);
        samples = Arrays.copyOf(sound, Math.max(sound.length, 9 * RATE_HZ));
        wav = folder.resolve("dog.wav");
        WavWriter.write(wav, RATE_HZ, SampleFormat.S16LE, samples);
    }

    @AfterEach
    void restore() {
        System.setIn(STANDARD_INPUT);
    }

    @Test
    void shouldTellEventsOfAPipeWhileItStillPlays() throws Exception {
        byte[] bytes = Files.readAllBytes(wav);
        var played = new PlayedBytes(bytes, 2 * RATE_HZ);
        StringWriter out = new StringWriter();
        List<Double> shares = new ArrayList<>();
        PrintWriter events = new PrintWriter(out, true) {
            @Override
            public void println(String line) {
                shares.add(played.share());
                super.println(line);
            }
        };
        System.setIn(played);

        int exit = Main.commandLine().setOut(events).execute("listen", "-", "--model", "full");

        assertThat(exit).isZero();
        assertThat(out.toString()).containsPattern("\\d\\d:\\d\\d:\\d\\d\\.\\d  dog +begins");
        assertThat(out.toString()).containsPattern("dog +\\d+\\.\\d\\d s  score [01]\\.\\d\\d +-\\d+\\.\\d dBFS");
        assertThat(shares.get(0)).isLessThan(0.95);
    }

    @Test
    void shouldHearRawSamplesAsItHearsTheFile() {
        System.setIn(new ByteArrayInputStream(pcm()));

        Run raw = run("-", "--rate", "16000");
        Run file = run(wav.toString());

        assertThat(raw.exit).as(raw.err).isZero();
        assertThat(file.exit).as(file.err).isZero();
        assertThat(labels(raw.out)).isNotEmpty().isEqualTo(labels(file.out));
        assertThat(file.out.lines().findFirst().orElseThrow()).matches(" +\\d+\\.\\d\\d s  dog +begins");
    }

    @Test
    void shouldSayInOneLineWhatIsWrong() {
        Run none = run("no-such-card-or-file");
        Run rate = run("-", "--rate", "7");

        assertThat(none.exit).isNotZero();
        assertThat(none.err.lines().filter(line -> line.startsWith("earshot: ")))
                .singleElement()
                .asString()
                .contains("no-such-card-or-file");
        assertThat(rate.exit).isEqualTo(ExitCodes.USAGE);
        assertThat(rate.err).contains("--rate");
    }

    @Test
    void shouldListSoundCardsOrSayWhatToDo() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int exit = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("devices");

        assertThat(exit).isZero();
        assertThat(out.toString().isEmpty()).isNotEqualTo(err.toString().isEmpty());
        assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(1);
    }

    private static List<String> labels(String out) {
        return out.lines().map(line -> line.replaceAll("^[ :.\\d]+s? +", "")).toList();
    }

    private static Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("listen", "--model", "full"));
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Run(exit, out.toString(), err.toString());
    }

    private static byte[] pcm() {
        ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : samples) {
            bytes.putShort(WavWriter.toShort(sample));
        }
        return bytes.array();
    }

    /** Bytes that come at the speed of the sound they are. */
    private static final class PlayedBytes extends InputStream {
        private final byte[] bytes;
        private final int perSecond;
        private final long start = System.nanoTime();
        private volatile int at;

        PlayedBytes(byte[] bytes, int perSecond) {
            this.bytes = bytes;
            this.perSecond = perSecond;
        }

        double share() {
            return (double) at / bytes.length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (at == bytes.length) {
                return -1;
            }
            try {
                while (there() <= at) {
                    Thread.sleep(5);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
            int read = Math.min(length, (int) there() - at);
            System.arraycopy(bytes, at, to, offset, read);
            at += read;
            return read;
        }

        private long there() {
            return Math.min(bytes.length, 2_000 + (System.nanoTime() - start) * perSecond / 1_000_000_000L);
        }
    }
}
