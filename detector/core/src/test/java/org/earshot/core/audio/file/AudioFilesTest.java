package org.earshot.core.audio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.NamedPipe;
import org.earshot.core.audio.Salvaged;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.Sounds;
import org.earshot.core.audio.WavBytes;
import org.earshot.core.audio.WavWriter;
import org.earshot.core.audio.flac.FlacWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioFilesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldComeBackFromSixteenBitAndFloatWav() throws IOException {
        float[] noise = Sounds.noise16(5_000, 1);
        float[] tone = Sounds.tone(5_000, 16_000, 440, 1.2);

        WavWriter.write(folder.resolve("a.wav"), 16_000, SampleFormat.S16LE, noise);
        WavWriter.write(folder.resolve("b.wav"), 16_000, SampleFormat.F32LE, tone);

        assertThat(read("a.wav")).isEqualTo(noise);
        assertThat(read("b.wav")).isEqualTo(tone);
    }

    @Test
    void shouldClipWhatSixteenBitsCannotHold() throws IOException {
        WavWriter.write(folder.resolve("a.wav"), 16_000, SampleFormat.S16LE, new float[] {2, -2, 0.5f});

        assertThat(read("a.wav")).containsExactly(32767 / 32768f, -1, 0.5f);
    }

    @Test
    void shouldTellFormatsApartByTheirBytesAndNotByTheirNames() throws IOException {
        float[] noise = Sounds.noise16(5_000, 2);
        Path misnamed = folder.resolve("really-flac.wav");

        FlacWriter.write(misnamed, 16_000, noise);

        assertThat(read("really-flac.wav")).isEqualTo(noise);
    }

    @Test
    void shouldReadAnMp3() throws Exception {
        Path file = Path.of(getClass().getResource("/audio/tone-1khz-22050.mp3").toURI());

        try (var source = AudioFiles.open(file)) {
            float[] tone = Sounds.readAll(source);

            assertThat(source.rateHz()).isEqualTo(22_050);
            assertThat(source.channels()).isEqualTo(1);
            assertThat(tone).hasSize(11_025);
            assertThat(tone[6_615]).isCloseTo(0, within(0.02f));
            // The encoder took it from 0.5 to this.
            assertThat(Sounds.amplitudeAt(1_000, Arrays.copyOfRange(tone, 4_000, 8_410), 22_050))
                    .isCloseTo(0.475, within(0.005));
        }
    }

    @Test
    void shouldSayWhatAFileOfAnotherFormatIsAndWhatToDo() throws IOException {
        Path ogg = Files.writeString(folder.resolve("a.ogg"), "OggS....and so on");

        assertThatThrownBy(() -> AudioFiles.open(ogg))
                .isInstanceOf(AudioException.class)
                .hasMessageStartingWith(
                        ogg + ": is no WAV, FLAC or MP3 file (begins with 4f 67 67 53 2e 2e 2e 2e 61 6e 64 20)");
        assertThatThrownBy(() -> readBytes(Files.readAllBytes(ogg)))
                .isInstanceOf(AudioException.class)
                .hasMessage("in memory: is no WAV, FLAC or MP3 file (begins with 4f 67 67 53 2e 2e 2e 2e 61 6e 64 20); "
                        + "convert it, e.g. ffmpeg -i IN OUT.flac");
    }

    @Test
    void shouldNotTakeTheSoundOfAFilmForAnMp3() throws IOException {
        byte[] frames;
        try (var mp3 = getClass().getResourceAsStream("/audio/tone-1khz-22050.mp3")) {
            frames = mp3.readAllBytes();
        }
        ByteBuffer film = ByteBuffer.allocate(4 + frames.length).putInt(0x1ba).put(frames);

        assertThatThrownBy(() -> readBytes(film.array())).hasMessageContaining("begins with 00 00 01 ba");
    }

    @Test
    void shouldSayThatAFileIsMissingEmptyOrAFolder() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.wav"));

        assertThatThrownBy(() -> AudioFiles.open(folder.resolve("no.wav")))
                .hasMessageEndingWith("no.wav: no such file");
        assertThatThrownBy(() -> AudioFiles.open(empty)).hasMessageContaining("empty.wav: is empty");
        assertThatThrownBy(() -> AudioFiles.open(folder)).hasMessageContaining("is a folder");
    }

    @Test
    void shouldReadWhatComesThroughAPipe() throws Exception {
        float[] noise = Sounds.noise16(100_000, 6);
        WavWriter.write(folder.resolve("a.wav"), 16_000, SampleFormat.S16LE, noise);
        byte[] wav = new WavBytes()
                .chunk("LIST", new byte[300_000])
                .format(1, 1, 16_000, 16)
                .chunk("data", WavBytes.shorts(1, 2, 3))
                .build();

        assertThat(piped(Files.readAllBytes(folder.resolve("a.wav"))).samples()).isEqualTo(noise);
        assertThat(piped(FlacWriter.encode(16_000, noise)).samples()).isEqualTo(noise);
        assertThat(piped(wav).samples()).hasSize(3);
        try (var mp3 = getClass().getResourceAsStream("/audio/tone-1khz-22050.mp3")) {
            assertThat(piped(mp3.readAllBytes()).samples()).hasSize(11_025);
        }
    }

    @Test
    void shouldOpenAFileWhoseNameIsInAnotherCharacterSet() throws Exception {
        WavWriter.write(folder.resolve("plain.wav"), 16_000, SampleFormat.S16LE, new float[100]);
        int code = new ProcessBuilder("sh", "-c", "mv plain.wav \"$(printf 'm\\374ller.wav')\"")
                .directory(folder.toFile())
                .start()
                .waitFor();
        assumeTrue(code == 0, "this file system takes names in UTF-8 only");

        assertThat(read("m\ufffdller.wav")).hasSize(100);
    }

    private Salvaged piped(byte[] bytes) throws Exception {
        try (var pipe = new NamedPipe(folder.resolve("pipe-" + bytes.length))) {
            pipe.write(bytes);
            return Salvaged.from(AudioFiles.open(pipe.path()));
        }
    }

    @Test
    void shouldSayThatAFlacFileIsCutOff() {
        byte[] flac = FlacWriter.encode(16_000, Sounds.noise16(20_000, 3));

        for (int length : new int[] {4, 10, 42, 60, 3_000, flac.length / 2, flac.length - 1}) {
            assertThatThrownBy(() -> readBytes(Arrays.copyOf(flac, length)))
                    .isInstanceOf(AudioException.class)
                    .hasMessageStartingWith("in memory: is ")
                    .hasMessageContaining("cut off");
        }
    }

    @Test
    void shouldNotPassOverADamagedFlacFrameInSilence() {
        byte[] flac = FlacWriter.encode(16_000, Sounds.noise16(20_000, 4));
        flac[flac.length / 2] ^= 0x55;

        assertThatThrownBy(() -> readBytes(flac))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void shouldSkipATagBeforeFlac() throws IOException {
        byte[] tag = "ID3\4\0\0\0\0\0\5hello".getBytes(StandardCharsets.ISO_8859_1);
        byte[] flac = FlacWriter.encode(16_000, Sounds.noise16(100, 5));
        byte[] tagged = Arrays.copyOf(tag, tag.length + flac.length);
        System.arraycopy(flac, 0, tagged, tag.length, flac.length);

        assertThat(readBytes(tagged)).isEqualTo(Sounds.noise16(100, 5));
    }

    private float[] read(String name) {
        try (var source = AudioFiles.open(folder.resolve(name))) {
            return Sounds.readAll(source);
        }
    }

    private static float[] readBytes(byte[] bytes) {
        try (var source = AudioFiles.open(new ByteArrayInputStream(bytes), "in memory")) {
            return Sounds.readAll(source);
        }
    }
}
