package org.earshot.core.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.earshot.core.Earshot;
import org.earshot.core.EarshotOptions;
import org.earshot.core.HeardEvent;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.WavWriter;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.capture.Chunk;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.SoundStream;
import org.earshot.core.live.HeapStore;
import org.earshot.core.live.LiveEvent;
import org.earshot.core.model.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what docs/embedding.md shows, and holds the page to it. */
class EmbeddingTest {
    private static final int RATE = 16_000;
    private static final int SECONDS = 20;

    @TempDir
    private Path folder;

    @Test
    void shouldShowWhatIsCompiledAndRun() throws IOException {
        String page = Files.readString(Path.of("..", "..", "docs", "embedding.md"));

        for (String example : List.of(
                "src/test/java/org/earshot/core/example/Listening.java",
                "src/test/java/org/earshot/core/example/ListeningStream.java",
                "src/test/java/org/earshot/core/example/ListeningOperator.java",
                "../streams/src/test/java/org/earshot/streams/example/ListeningProcessor.java")) {
            assertThat(page).contains(Files.readString(Path.of(example)));
        }
    }

    @Test
    void shouldHearTheSameInAFileInAStreamAndInALiveSource() throws IOException {
        Path file = sound();
        try (Earshot earshot = Earshot.open(EarshotOptions.of("tiny"))) {
            List<HeardEvent> recorded = earshot.events(file);
            List<HeardEvent> streamed = new ArrayList<>();
            float[] samples = samples();
            try (SoundStream stream = earshot.stream(RATE, streamed::add)) {
                for (int at = 0; at < samples.length; at += 700) {
                    stream.write(samples, at, Math.min(700, samples.length - at));
                }
            }
            List<LiveEvent> live = new ArrayList<>();
            HeapStore state = new HeapStore();
            long now = 1_767_225_600_000L;
            for (int second = 0; second < SECONDS; second++) {
                try (ListeningOperator operator = new ListeningOperator(earshot, state, live::add, now)) {
                    operator.element(chunk(samples, second), now);
                    operator.timer(now += 1_000);
                    operator.snapshot();
                }
            }

            assertThat(recorded).isNotEmpty();
            streamed.removeIf(event -> event.phase() != Detection.Phase.ENDED);
            assertThat(streamed).containsExactlyInAnyOrderElementsOf(recorded);
            assertThat(live.stream()
                            .filter(event -> event.phase() == Detection.Phase.ENDED)
                            .map(event -> event.label() + " " + event.onsetSample() + " " + event.offsetSample()))
                    .containsExactlyInAnyOrderElementsOf(recorded.stream()
                            .map(event -> event.label() + " "
                                    + samplesOf(event.onset().toNanos()) + " "
                                    + samplesOf(event.offset().toNanos()))
                            .toList());
        }
    }

    @Test
    void shouldPrintTheEventsOfAFile() throws IOException {
        Path file = sound();

        assertThat(printed(() -> Listening.main(new String[] {file.toString()})).lines())
                .allMatch(line -> line.matches(".*sound\\.wav [a-z_]+ [\\d.]+ s to [\\d.]+ s, score [\\d.]+"));
    }

    @Test
    void shouldPrintTheEventsOfAStreamAsThoseOfTheSameFile() throws IOException {
        Path file = Path.of("..", "app", "src", "main", "resources", "org", "earshot", "demo", "dog_1.flac");
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(pcm(AudioFiles.readMono(file, RATE))));
        try (Earshot earshot = Earshot.open("light")) {
            List<String> events = printed(() -> ListeningStream.main(new String[0]))
                    .lines()
                    .filter(line -> line.contains("ENDED"))
                    .toList();

            assertThat(events)
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(earshot.events(file).stream()
                            .map(HeardEvent::toString)
                            .toList());
        } finally {
            System.setIn(before);
        }
    }

    private static byte[] pcm(float[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : samples) {
            bytes.putShort((short) Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))));
        }
        return bytes.array();
    }

    private static String printed(Program program) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private interface Program {
        void run() throws IOException;
    }

    @Test
    void shouldSayWhichOperatingPointsThereAre() {
        assertThatThrownBy(() -> Earshot.open(EarshotOptions.of("tiny").at("deaf")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sensitivity deaf");
    }

    private static long samplesOf(long nanos) {
        return Math.round(nanos * (RATE / 1e9));
    }

    private static Chunk chunk(float[] samples, int second) {
        float[] mono = new float[RATE];
        System.arraycopy(samples, second * RATE, mono, 0, RATE);
        long micros = 1_767_225_600_000_000L + second * 1_000_000L;
        return new Chunk("door", "e", RATE, (long) second * RATE, micros, mono, RATE, second == SECONDS - 1);
    }

    private Path sound() throws IOException {
        Path file = folder.resolve("sound.wav");
        WavWriter.write(file, RATE, SampleFormat.F32LE, samples());
        return file;
    }

    /** Noise with a tone that comes and goes. */
    private static float[] samples() {
        Random random = new Random(3);
        float[] samples = new float[SECONDS * RATE];
        for (int n = 0; n < samples.length; n++) {
            double tone = n / RATE % 5 < 2 ? 0.3 * Math.sin(2 * Math.PI * 600 * n / RATE) : 0;
            samples[n] = (float) (tone + 0.01 * random.nextGaussian());
        }
        return samples;
    }
}
