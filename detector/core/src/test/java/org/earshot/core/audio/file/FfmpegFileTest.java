package org.earshot.core.audio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.Ffmpeg;
import org.earshot.core.audio.NamedPipe;
import org.earshot.core.audio.Salvaged;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.Sounds;
import org.earshot.core.audio.WavWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of kinds that ffmpeg reads: half a second of silence, half a second of a tone at 600 Hz, half a second of silence. */
@Tag("integration")
@Timeout(60)
class FfmpegFileTest {
    private static final int RATE = 48_000;
    private static final List<String> KINDS = List.of(
            "m4a", "aac", "ogg", "opus", "wma", "aiff", "caf", "w64", "au", "mp4", "mkv", "ts", "avi", "wv", "tta");

    @TempDir
    static Path folder;

    @BeforeAll
    static void encode() throws Exception {
        Ffmpeg.require();
        float[] sound = new float[RATE * 3 / 2];
        System.arraycopy(Sounds.tone(RATE / 2, RATE, 600, 0.5), 0, sound, RATE / 2, RATE / 2);
        WavWriter.write(folder.resolve("tone.wav"), RATE, SampleFormat.S16LE, sound);
        List<String> arguments = new ArrayList<>(List.of("-i", "tone.wav"));
        for (String kind : KINDS) {
            arguments.addAll(List.of("-map", "0:a"));
            if (kind.equals("ogg")) {
                arguments.addAll(List.of("-c:a", "libvorbis"));
            }
            if (kind.equals("ogg") || kind.equals("opus")) {
                arguments.addAll(List.of("-page_duration", "100000"));
            }
            arguments.add("a tone." + kind);
        }
        arguments.addAll(List.of("-map", "0:a", "-c:a", "adpcm_ms", "adpcm.wav"));
        Ffmpeg.run(folder, arguments);
    }

    @Test
    void shouldReadOtherKindsOnTheClockOfTheRecording() {
        for (String kind : KINDS) {
            // Windows Media has no field for the encoder's delay.
            assertIsTone(folder.resolve("a tone." + kind), kind.equals("wma") ? 0.05 : 0.035);
        }
        assertIsTone(folder.resolve("adpcm.wav"), 0.035);
    }

    @Test
    void shouldLeaveMpeg2OfLayerTwoToFfmpeg() throws Exception {
        Ffmpeg.run(folder, List.of("-i", "tone.wav", "-ar", "16000", "-f", "mp2", "layer2-16k.mp3"));
        Ffmpeg.run(folder, List.of("-i", "tone.wav", "-ar", "44100", "-f", "mp2", "layer2-44k.mp3"));

        assertIsTone(folder.resolve("layer2-16k.mp3"), 0.035);
        assertIsTone(folder.resolve("layer2-44k.mp3"), 0.035);
    }

    @Test
    void shouldReadThemThroughAPipe() throws Exception {
        for (String kind : List.of("ogg", "mkv", "w64")) {
            try (var pipe = new NamedPipe(folder.resolve("pipe-" + kind))) {
                pipe.write(Files.readAllBytes(folder.resolve("a tone." + kind)));

                assertIsTone(pipe.path(), 0.035);
            }
        }
    }

    @Test
    void shouldStartSoundThatBeginsLaterThanItsFilmWithSilence() throws Exception {
        Ffmpeg.run(
                folder,
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "color=black:size=32x32:rate=10:duration=2",
                        "-itsoffset",
                        "0.4",
                        "-i",
                        "tone.wav",
                        "-map",
                        "0:v",
                        "-map",
                        "1:a",
                        "late.mkv"));

        var heard = Salvaged.from(AudioFiles.open(folder.resolve("late.mkv")));

        assertThat(onset(heard)).isCloseTo(0.9, within(0.035));
    }

    @Test
    void shouldSayWhatFfmpegSaysOfAFileThatIsDamaged() throws Exception {
        byte[] whole = Files.readAllBytes(folder.resolve("a tone.m4a"));
        Path cut = Files.write(folder.resolve("cut.m4a"), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> AudioFiles.open(cut))
                .isInstanceOf(AudioException.class)
                .hasMessageStartingWith(cut + ": is no WAV, FLAC or MP3 file (begins with ")
                .hasMessageContaining("and ffmpeg finds no sound in it: moov atom not found")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldReadWhatIsThereOfAFileThatIsCutOffAndSayThatItIs() throws Exception {
        Ffmpeg.run(folder, List.of("-i", "tone.wav", "-c:a", "alac", "-movflags", "+faststart", "fast.m4a"));
        byte[] whole = Files.readAllBytes(folder.resolve("fast.m4a"));
        Path cut = Files.write(folder.resolve("fast-cut.m4a"), Arrays.copyOf(whole, whole.length / 2));

        var heard = Salvaged.from(AudioFiles.open(cut));

        assertThat(heard.samples().length).isBetween(RATE / 4, RATE * 3 / 2);
        assertThat(heard.fault())
                .startsWith(cut + ": ffmpeg could not read all of it: ")
                .doesNotContain("\n");
    }

    @Test
    void shouldSayThatTheEndIsMissingWhereFfmpegDoesNot() throws Exception {
        for (String kind : List.of("ogg", "opus", "aiff", "caf", "w64", "au", "mkv", "avi", "wma")) {
            byte[] whole = Files.readAllBytes(folder.resolve("a tone." + kind));
            for (int length : new int[] {whole.length * 7 / 8 & ~1, whole.length - 64}) {
                Path cut = Files.write(folder.resolve(length + "-cut." + kind), Arrays.copyOf(whole, length));

                var heard = Salvaged.from(AudioFiles.open(cut));

                assertThat(heard.samples().length).as(cut.toString()).isGreaterThan(heard.rateHz() / 4);
                assertThat(heard.fault())
                        .as(cut.toString())
                        .startsWith(cut + ": ")
                        .endsWith("; copy or record it again")
                        .doesNotContain("\n");
            }
        }
    }

    @Test
    void shouldSayThatTheEndIsMissingOfWhatComesThroughAPipe() throws Exception {
        byte[] whole = Files.readAllBytes(folder.resolve("a tone.ogg"));
        try (var pipe = new NamedPipe(folder.resolve("cut-pipe"))) {
            pipe.write(Arrays.copyOf(whole, whole.length * 7 / 8));

            var heard = Salvaged.from(AudioFiles.open(pipe.path()));

            assertThat(heard.samples().length).isGreaterThan(RATE / 4);
            assertThat(heard.fault()).contains("is cut off");
        }
    }

    @Test
    void shouldSayThatASecondRecordingFollows() throws Exception {
        for (String kind : List.of("m4a", "mp4", "aiff", "caf", "w64", "mkv", "wma")) {
            byte[] whole = Files.readAllBytes(folder.resolve("a tone." + kind));
            Path joined = folder.resolve("joined." + kind);
            Files.write(joined, whole);
            Files.write(joined, whole, StandardOpenOption.APPEND);

            var heard = Salvaged.from(AudioFiles.open(joined));

            assertThat((double) heard.samples().length / heard.rateHz())
                    .as(kind)
                    .isCloseTo(1.5, within(0.1));
            assertThat(heard.fault())
                    .as(kind)
                    .contains("not read")
                    .contains("; split ")
                    .doesNotContain("record it again");
        }
    }

    @Test
    void shouldReadJoinedOggToItsEnd() throws Exception {
        byte[] whole = Files.readAllBytes(folder.resolve("a tone.ogg"));
        Path joined = Files.write(folder.resolve("joined.ogg"), whole);
        Files.write(joined, whole, StandardOpenOption.APPEND);

        var heard = Salvaged.from(AudioFiles.open(joined));

        assertThat((double) heard.samples().length / heard.rateHz()).isCloseTo(3, within(0.1));
        assertThat(heard.fault()).isNull();
    }

    @Test
    void shouldSayWhatFollowsTheEnd() throws Exception {
        byte[] other =
                "something that is no sound at all, but might be of use to somebody".getBytes(StandardCharsets.UTF_8);
        for (String kind : List.of("ogg", "aiff", "w64", "mkv", "m4a")) {
            Path file = folder.resolve("more." + kind);
            Files.copy(folder.resolve("a tone." + kind), file);
            Files.write(file, other, StandardOpenOption.APPEND);

            assertThat(Salvaged.from(AudioFiles.open(file)).fault())
                    .as(kind)
                    .containsAnyOf(other.length + " bytes behind its end", "is cut off");
        }
    }

    @Test
    void shouldOpenNothingThatAPlayListNames() throws Exception {
        Path list = Files.writeString(
                folder.resolve("list.m3u8"),
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + folder.resolve("a tone.ts") + "\n#EXT-X-ENDLIST\n");
        Path concat = Files.writeString(folder.resolve("list.txt"), "ffconcat version 1.0\nfile 'tone.wav'\n");

        for (Path file : List.of(list, concat)) {
            assertThatThrownBy(() -> AudioFiles.open(file))
                    .isInstanceOf(AudioException.class)
                    .hasMessageContaining("ffmpeg finds no sound in it");
        }
    }

    @Test
    void shouldEndFfmpegWhenClosed() {
        long before = children();
        SampleSource source = AudioFiles.open(folder.resolve("a tone.wv"));

        source.close();

        for (long until = System.nanoTime() + 10_000_000_000L; children() > before; ) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldLeaveStreamsOfOtherKindsToTheirSenders() throws Exception {
        byte[] ogg = Files.readAllBytes(folder.resolve("a tone.ogg"));

        assertThatThrownBy(() -> AudioFiles.open(new ByteArrayInputStream(ogg), "message"))
                .isInstanceOf(AudioException.class)
                .hasMessageStartingWith("message: is no WAV, FLAC or MP3 file");
    }

    private static long children() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }

    private static void assertIsTone(Path file, double tolerance) {
        var heard = Salvaged.from(AudioFiles.open(file));

        assertThat(heard.fault()).as(file.toString()).isNull();
        assertThat(onset(heard)).as(file.toString()).isCloseTo(0.5, within(tolerance));
        assertThat((double) heard.samples().length / heard.rateHz())
                .as(file.toString())
                .isCloseTo(1.5, within(0.08));
        int middle = heard.rateHz() * 3 / 4;
        float[] tone = Arrays.copyOfRange(heard.samples(), middle - heard.rateHz() / 10, middle + heard.rateHz() / 10);
        assertThat(Sounds.amplitudeAt(600, tone, heard.rateHz()))
                .as(file.toString())
                .isCloseTo(0.5, within(0.05));
    }

    /** Seconds to the first loud sample. */
    private static double onset(Salvaged heard) {
        int n = 0;
        while (Math.abs(heard.samples()[n]) < 0.1) {
            n++;
        }
        return (double) n / heard.rateHz();
    }
}
