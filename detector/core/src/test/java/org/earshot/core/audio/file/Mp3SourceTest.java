package org.earshot.core.audio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.Salvaged;
import org.earshot.core.audio.Sounds;
import org.junit.jupiter.api.Test;

/** With half a second of a tone at 500 Hz, mono at 16,000 Hz, and one at 800 Hz, stereo at 24,000 Hz. */
class Mp3SourceTest {
    private static final byte[] MONO_16K = resource("/audio/tone-500hz-16000.mp3");
    private static final byte[] STEREO_24K = resource("/audio/tone-800hz-24000.mp3");
    private static final byte[] ID3V1 = Arrays.copyOf("TAGa title".getBytes(StandardCharsets.US_ASCII), 128);
    private static final byte[] ID3V2 = "ID3\4\0\0\0\0\0\5hello".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void shouldReadTheSoundAndNothingThatTheEncoderAdded() {
        var heard = Salvaged.from(MONO_16K);

        assertThat(heard.samples()).hasSize(8_000);
        assertThat(heard.fault()).isNull();
        assertThat(heard.notes()).isEmpty();
    }

    @Test
    void shouldReadJoinedFilesOfOtherRatesAndChannelsOnTheRightClock() {
        var heard = Salvaged.from(joined(MONO_16K, STEREO_24K, MONO_16K));

        assertThat(heard.rateHz()).isEqualTo(16_000);
        assertThat(heard.samples()).hasSize(24_000);
        assertThat(heard.fault()).isNull();
        assertThat(heard.notes())
                .containsExactly("is 3 MP3 recordings in one file, the second from 8000 samples (0.500 s) on, "
                        + "which were read one after another");
        for (int part = 0; part < 3; part++) {
            float[] middle = Arrays.copyOfRange(heard.samples(), part * 8_000 + 1_600, part * 8_000 + 6_400);
            assertThat(Sounds.amplitudeAt(part == 1 ? 800 : 500, middle, 16_000))
                    .isBetween(0.07, 0.14);
            assertThat(Sounds.amplitudeAt(part == 1 ? 500 : 800, middle, 16_000))
                    .isLessThan(0.01);
        }
    }

    @Test
    void shouldReadWhatFollowsTheLengthThatTheFirstFileDeclares() {
        byte[] withoutInformation = Arrays.copyOfRange(MONO_16K, soundAt(MONO_16K), MONO_16K.length);

        var heard = Salvaged.from(joined(MONO_16K, withoutInformation));

        assertThat(heard.samples().length).isBetween(16_000, 16_000 + 3 * 1_152);
        assertThat(heard.notes()).hasSize(1);
    }

    @Test
    void shouldPassOverTagsWhereverTheyAre() {
        byte[] ape = ape(200);

        var heard = Salvaged.from(joined(ID3V2, ID3V2, MONO_16K, ape, ID3V1, ID3V2, MONO_16K, ID3V1));

        assertThat(heard.samples()).hasSize(16_000);
        assertThat(heard.fault()).isNull();
    }

    @Test
    void shouldFindTheSoundBehindZerosAndGarbage() {
        byte[] garbage = new byte[3_000];
        new Random(3).nextBytes(garbage);
        float[] sound = Salvaged.from(MONO_16K).samples();

        var behindZeros = Salvaged.from(joined(new byte[5_000], MONO_16K));
        var behindGarbage = Salvaged.from(joined(garbage, MONO_16K));

        assertThat(behindZeros.samples()).isEqualTo(sound);
        assertThat(behindZeros.fault()).isNull();
        assertThat(behindZeros.notes())
                .containsExactly("has 5000 zero bytes before its frames, which were passed over");
        assertThat(behindGarbage.samples()).isEqualTo(sound);
        assertThat(behindGarbage.fault()).contains("bytes that are no MPEG frames, the first after 0 samples");
    }

    @Test
    void shouldSayThatAFileIsCutOff() {
        float[] sound = Salvaged.from(MONO_16K).samples();

        for (int missing : new int[] {1, 100, 600, 1_500}) {
            var heard = Salvaged.from(Arrays.copyOf(MONO_16K, MONO_16K.length - missing));

            assertThat(heard.fault())
                    .as("%d bytes missing", missing)
                    .contains("is cut off")
                    .endsWith("record it again");
            assertThat(heard.samples()).hasSizeBetween(2_000, 8_000);
            assertThat(Arrays.copyOf(heard.samples(), 2_000)).isEqualTo(Arrays.copyOf(sound, 2_000));
        }
    }

    @Test
    void shouldReadOnBehindBytesThatAreNoFrames() {
        byte[] damaged = MONO_16K.clone();
        Arrays.fill(damaged, 1_000, 1_300, (byte) 0x11);

        var heard = Salvaged.from(damaged);

        assertThat(heard.samples().length).isGreaterThan(5_000);
        assertThat(heard.fault()).contains("no MPEG frames").contains("lacks frames: ");
    }

    @Test
    void shouldRefuseWhatHoldsNoFrame() {
        byte[] tagged = joined(ID3V2, "no sound at all".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> Salvaged.from(tagged))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("is no WAV, FLAC or MP3 file");
    }

    /** Where the first frame behind the information frame begins. */
    private static int soundAt(byte[] mp3) {
        int at = (int) Id3.size(mp3);
        return at + Mp3Frame.parse(mp3, at, mp3.length).bytes();
    }

    private static byte[] ape(int itemBytes) {
        byte[] tag = new byte[32 + itemBytes + 32];
        for (int at : new int[] {0, 32 + itemBytes}) {
            System.arraycopy("APETAGEX".getBytes(StandardCharsets.US_ASCII), 0, tag, at, 8);
            tag[at + 12] = (byte) (itemBytes + 32);
            tag[at + 23] = (byte) (at == 0 ? 0xa0 : 0x80);
        }
        return tag;
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] resource(String name) {
        try (var in = Mp3SourceTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
