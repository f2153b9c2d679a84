package org.earshot.core.audio.flac;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.core.audio.FlacBits;
import org.earshot.core.audio.Salvaged;
import org.earshot.core.audio.Sounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlacSourceTest {
    private static final int RATE = 16_000;
    /** Where the 36 bits of the number of samples begin. */
    private static final int TOTAL_BYTE = 21;

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 12, 16, 20, 24, 31, 32})
    void shouldReadAnyNumberOfBitsWithoutLoss(int bits) {
        var random = new Random(bits);
        int[][] values = new int[3_000][2];
        float[] mean = new float[values.length];
        for (int n = 0; n < values.length; n++) {
            values[n][0] = random.nextInt() >> 32 - bits;
            values[n][1] = random.nextInt() >> 32 - bits;
            mean[n] = (float) (((long) values[n][0] + values[n][1]) / Math.pow(2, bits));
        }

        var heard = Salvaged.from(FlacBits.stream(44_100, bits, 1_024, values));

        assertThat(heard.fault()).isNull();
        assertThat(heard.rateHz()).isEqualTo(44_100);
        assertThat(heard.samples()).containsExactly(mean);
    }

    @Test
    void shouldReadAFileWhoseOnlyMetadataBlockIsItsStreamInformation() {
        float[] noise = Sounds.noise16(5_000, 1);
        byte[] flac = onlyStreamInfo(FlacWriter.encode(RATE, noise));

        var heard = Salvaged.from(flac);

        assertThat(heard.samples()).isEqualTo(noise);
        assertThat(heard.fault()).isNull();
        assertThat(FlacBytes.decode(ByteBuffer.wrap(flac)).mono()).isEqualTo(noise);
    }

    @Test
    void shouldReadAFileBehindBytesOfSomethingElseOnItsOwnClock() {
        float[] noise = Sounds.noise16(20_000, 3);
        byte[] flac = FlacWriter.encode(RATE, noise);
        byte[] garbage = new byte[3_000];
        new Random(3).nextBytes(garbage);
        byte[] both = Arrays.copyOf(garbage, garbage.length + flac.length);
        System.arraycopy(flac, 0, both, garbage.length, flac.length);

        var heard = Salvaged.from(both);

        assertThat(heard.samples()).isEqualTo(noise);
        assertThat(heard.fault()).contains("begins behind 3000 bytes that are no FLAC");
    }

    @Test
    void shouldReadAFileWhoseFirstBytesAreMissingOnTheClockOfItsFrames() {
        float[] noise = Sounds.noise16(10 * 4_096, 7);
        byte[] flac = FlacWriter.encode(RATE, noise);

        for (int missing : new int[] {1, 30, 42, 500, flac.length / 2 - 20_000}) {
            var heard = Salvaged.from(Arrays.copyOfRange(flac, missing, flac.length));

            int frames = heard.samples().length / 4_096;
            assertThat(frames).isBetween(missing < 43 ? 10 : 5, 10);
            assertThat(heard.samples())
                    .isEqualTo(Arrays.copyOfRange(noise, noise.length - frames * 4_096, noise.length));
            assertThat(heard.fault())
                    .contains("begins in the middle of a FLAC file: its header ")
                    .contains(frames == 10 ? "header is missing" : "the first " + (10 - frames) * 4_096 + " samples")
                    .contains("missing; times count from what is there");
        }
    }

    @Test
    void shouldSayWhatFollowsIt() {
        float[] noise = Sounds.noise16(20_000, 8);
        byte[] flac = FlacWriter.encode(RATE, noise);
        byte[] other = new byte[5_000];
        new Random(8).nextBytes(other);

        for (byte[] behind : List.of(other, "x".getBytes(StandardCharsets.US_ASCII))) {
            var heard = Salvaged.from(joined(flac, behind));

            assertThat(heard.samples()).isEqualTo(noise);
            assertThat(heard.fault())
                    .endsWith(behind.length + " bytes behind its end are no FLAC and were not read;"
                            + " cut them off into a file of their own");
        }
    }

    @Test
    void shouldTakeTagsAndZerosBehindItForWhatTheyAre() {
        byte[] flac = FlacWriter.encode(RATE, Sounds.noise16(20_000, 9));
        byte[] id3 = Arrays.copyOf("TAGsome title".getBytes(StandardCharsets.US_ASCII), 128);
        byte[] ape = Arrays.copyOf("APETAGEX".getBytes(StandardCharsets.US_ASCII), 32 + 300);
        ape[8] = (byte) 0xd0;
        ape[9] = 0x07;
        ape[12] = 300 & 0xff;
        ape[13] = 300 >> 8;

        for (byte[] behind : List.of(id3, ape, joined(ape, id3), new byte[4_096])) {
            assertThat(Salvaged.from(joined(flac, behind)).fault()).isNull();
        }
    }

    @Test
    void shouldReadAllSamplesWhateverTheHeaderDeclares() {
        float[] noise = Sounds.noise16(20_000, 2);

        for (int declared : new int[] {1, 4_096, 19_999, 20_001, 2_000_000_000}) {
            byte[] flac = FlacWriter.encode(RATE, noise);
            declare(flac, declared);

            var heard = Salvaged.from(flac);

            assertThat(heard.samples()).isEqualTo(noise);
            assertThat(heard.fault())
                    .contains(declared + " samples")
                    .contains("20000 samples (1.250 s) are there")
                    .contains(declared > 20_000 ? "is cut off" : "its header is wrong");
        }
    }

    @Test
    void shouldTakeAStreamThatDoesNotSayItsLength() {
        float[] noise = Sounds.noise16(20_000, 3);
        byte[] flac = FlacWriter.encode(RATE, noise);
        declare(flac, 0);

        assertThat(Salvaged.from(flac).fault()).isNull();
        assertThat(Salvaged.from(flac).samples()).isEqualTo(noise);
        var cut = Salvaged.from(Arrays.copyOf(flac, flac.length - 1));
        assertThat(cut.samples()).hasSize(4 * 4_096);
        assertThat(cut.fault()).contains("is cut off or damaged after 16384 samples (1.024 s)");
    }

    @Test
    void shouldReadWhatStandsBeforeTheEndThatIsMissing() {
        float[] noise = Sounds.noise16(20_000, 4);
        byte[] flac = FlacWriter.encode(RATE, noise);

        var heard = Salvaged.from(Arrays.copyOf(flac, flac.length - 1));

        assertThat(heard.samples()).isEqualTo(Arrays.copyOf(noise, 4 * 4_096));
        assertThat(heard.fault())
                .isEqualTo("test: is cut off: 20000 samples are declared, 16384 samples (1.024 s) are there; "
                        + "copy or record it again");
    }

    @Test
    void shouldReadSilenceForDamagedFramesAndKeepTheClock() {
        float[] noise = Sounds.noise16(12 * 4_096, 5);
        byte[] flac = FlacWriter.encode(RATE, noise);
        int at = flac.length / 2;
        for (int i = at; i < at + flac.length / 10; i++) {
            flac[i] ^= 0x5a;
        }

        var heard = Salvaged.from(flac);

        assertThat(heard.samples()).hasSameSizeAs(noise);
        int lost = 0;
        for (int frame = 0; frame < 12; frame++) {
            float[] there = Arrays.copyOfRange(heard.samples(), frame * 4_096, (frame + 1) * 4_096);
            boolean silent = Arrays.equals(there, new float[4_096]);
            lost += silent ? 1 : 0;
            if (!silent) {
                assertThat(there).isEqualTo(Arrays.copyOfRange(noise, frame * 4_096, (frame + 1) * 4_096));
            }
        }
        assertThat(lost).isBetween(2, 4);
        assertThat(heard.fault()).contains("is damaged from ").contains(lost * 4_096 + " samples");
    }

    @Test
    void shouldReadTwoFilesInOneOnTheClockOfTheFirst() {
        byte[] first = FlacWriter.encode(16_000, Sounds.tone(16_000, 16_000, 440, 0.5));
        byte[] second = onlyStreamInfo(FlacWriter.encode(48_000, Sounds.tone(48_000, 48_000, 440, 0.5)));

        var heard = Salvaged.from(joined(first, second));

        assertThat(heard.rateHz()).isEqualTo(16_000);
        assertThat(heard.samples()).hasSize(32_000);
        assertThat(Sounds.amplitudeAt(440, Arrays.copyOfRange(heard.samples(), 20_000, 28_000), 16_000))
                .isBetween(0.49, 0.51);
        assertThat(heard.fault()).isNull();
        assertThat(heard.notes())
                .containsExactly("is 2 FLAC recordings in one file, which were read one after another");
    }

    @Test
    void shouldBelieveTheFramesBeforeAHeaderThatSaysAnotherRate() {
        byte[] flac = FlacWriter.encode(RATE, Sounds.noise16(10_000, 6));
        flac[18] = 0x0a;
        flac[19] = (byte) 0xc4;
        flac[20] = (byte) (flac[20] & 0x0f | 0x40);

        var heard = Salvaged.from(flac);

        assertThat(heard.rateHz()).isEqualTo(RATE);
        assertThat(heard.fault()).contains("its header says 44100 Hz").contains("its frames 16000 Hz");
    }

    @Test
    void shouldNotSearchForeverBehindFramesThatOnlyBegin() {
        byte[] frame = FlacBits.stream(RATE, 8, 200, new int[200][8]);
        byte[] head = Arrays.copyOfRange(frame, 42, 42 + 9);
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Arrays.copyOf(frame, 42));
        for (int i = 0; i < 400_000; i++) {
            bytes.writeBytes(head);
        }

        long start = System.nanoTime();
        var heard = Salvaged.from(bytes.toByteArray());

        assertThat(heard.samples()).isEmpty();
        assertThat(heard.fault()).contains("is damaged");
        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }

    private static void declare(byte[] flac, int samples) {
        flac[TOTAL_BYTE] &= (byte) 0xf0;
        ByteBuffer.wrap(flac).putInt(TOTAL_BYTE + 1, samples);
    }

    /** Without the other metadata blocks, as small encoders write. */
    private static byte[] onlyStreamInfo(byte[] flac) {
        int at = 42;
        boolean last = (flac[4] & 0x80) != 0;
        while (!last) {
            last = (flac[at] & 0x80) != 0;
            at += 4 + (ByteBuffer.wrap(flac).getInt(at) & 0xffffff);
        }
        byte[] head = Arrays.copyOf(flac, 42);
        head[4] |= (byte) 0x80;
        return joined(head, Arrays.copyOfRange(flac, at, flac.length));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
