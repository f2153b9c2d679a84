package org.earshot.core.audio.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.Salvaged;
import org.earshot.core.audio.Sounds;
import org.earshot.core.audio.WavBytes;
import org.junit.jupiter.api.Test;

class WavSourceTest {
    private static final int PCM = 1;
    private static final int IEEE_FLOAT = 3;

    @Test
    void shouldReadSixteenBitsExactly() {
        byte[] wav = new WavBytes()
                .format(PCM, 1, 16_000, 16)
                .chunk("data", WavBytes.shorts(0, 1, -32768, 32767))
                .build();

        assertThat(read(wav)).containsExactly(0, 1 / 32768f, -1, 32767 / 32768f);
    }

    @Test
    void shouldReadEightBitsAsUnsigned() {
        byte[] wav = new WavBytes()
                .format(PCM, 1, 8_000, 8)
                .chunk("data", new byte[] {0, (byte) 128, (byte) 192})
                .build();

        assertThat(read(wav)).containsExactly(-1, 0, 0.5f);
    }

    @Test
    void shouldReadTwentyFourBits() {
        byte[] data = {0, 0, 0x40, 0, 0, (byte) 0x80, 1, 0, 0};
        byte[] wav =
                new WavBytes().format(PCM, 1, 48_000, 24).chunk("data", data).build();

        assertThat(read(wav)).containsExactly(0.5f, -1, 1 / 8388608f);
    }

    @Test
    void shouldReadThirtyTwoBitsAndFloats() {
        byte[] integers = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(1 << 30)
                .putInt(Integer.MIN_VALUE)
                .array();
        byte[] floats = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0.25f)
                .putFloat(-1.5f)
                .array();
        byte[] doubles = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(0.125)
                .array();

        assertThat(read(new WavBytes()
                        .format(PCM, 1, 8_000, 32)
                        .chunk("data", integers)
                        .build()))
                .containsExactly(0.5f, -1);
        assertThat(read(new WavBytes()
                        .format(IEEE_FLOAT, 1, 8_000, 32)
                        .chunk("data", floats)
                        .build()))
                .containsExactly(0.25f, -1.5f);
        assertThat(read(new WavBytes()
                        .format(IEEE_FLOAT, 1, 8_000, 64)
                        .chunk("data", doubles)
                        .build()))
                .containsExactly(0.125f);
    }

    @Test
    void shouldReadTheExtensibleHeader() {
        byte[] wav = new WavBytes()
                .extensible(PCM, 2, 44_100, 16)
                .chunk("data", WavBytes.shorts(16384, 0, 0, -16384))
                .build();

        var source = AudioFiles.open(new ByteArrayInputStream(wav), "e.wav");

        assertThat(source.rateHz()).isEqualTo(44_100);
        assertThat(source.channels()).isEqualTo(2);
        assertThat(Sounds.readAll(source)).containsExactly(0.25f, -0.25f);
    }

    @Test
    void shouldPassOverOtherChunksWithTheirPadding() {
        byte[] wav = new WavBytes()
                .chunk("LIST", new byte[7])
                .format(PCM, 1, 16_000, 16)
                .chunk("fact", new byte[4])
                .chunk("junk", new byte[1])
                .chunk("data", WavBytes.shorts(8192))
                .chunk("LIST", new byte[20])
                .build();

        assertThat(read(wav)).containsExactly(0.25f);
    }

    @Test
    void shouldReadToTheEndWhereTheWriterDidNotKnowTheSize() {
        for (int size : new int[] {-1, -37, 0x7ffff000, 0x7fff0000, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            byte[] piped = new WavBytes("RIFF", size)
                    .format(PCM, 1, 16_000, 16)
                    .data(size, WavBytes.shorts(1, 2, 3))
                    .build();

            assertThat(read(piped)).as("size %d", size).hasSize(3);
        }
    }

    @Test
    void shouldTakeTheSizeOfARecordingThatWasSplitAtTwoGigabytesForWhatItIs() {
        byte[] wav = new WavBytes("RIFF", 0x7fff8024)
                .format(PCM, 1, 16_000, 16)
                .data(0x7fff8000, WavBytes.shorts(1, 2, 3))
                .build();

        var heard = Salvaged.from(wav);

        assertThat(heard.samples()).hasSize(3);
        assertThat(heard.fault()).contains("is cut off: 1073725440 samples are declared");
    }

    @Test
    void shouldSayWhatItTookForAChunkBehindTheSamples() {
        for (int declared : new int[] {0, 4}) {
            byte[] wav = new WavBytes("RIFF", 36)
                    .format(PCM, 1, 16_000, 16)
                    .data(declared, ((declared == 0 ? "" : "\1\1\1\1") + "UUUUUUUU and more").getBytes(UTF_8))
                    .build();

            var heard = Salvaged.from(wav);

            assertThat(heard.samples()).hasSize(declared / 2);
            assertThat(heard.fault())
                    .contains("has 17 bytes behind its samples that are no whole chunk and were not read");
        }
    }

    @Test
    void shouldNoteThatAWriterLeftAllSizesAtZero() {
        byte[] wav = new WavBytes("RIFF", 0)
                .format(PCM, 1, 16_000, 16)
                .data(0, WavBytes.shorts(-1, -2, -3, -4, -5))
                .build();

        var heard = Salvaged.from(wav);

        assertThat(heard.samples()).hasSize(5);
        assertThat(heard.fault()).isNull();
        assertThat(heard.notes()).containsExactly("does not say how long it is, and was read to the end of the file");
    }

    @Test
    void shouldReadAllThatARecorderWroteBeforeItWasStopped() {
        int[] values = {-300, 500, -700, 900, -1100, 1300, -1500};
        for (int riffSize : new int[] {36, 4_088, 50, -1}) {
            for (int dataSize : new int[] {0, 4, 6}) {
                byte[] wav = new WavBytes("RIFF", riffSize)
                        .chunk("FLLR", new byte[100])
                        .format(PCM, 1, 16_000, 16)
                        .data(dataSize, WavBytes.shorts(values))
                        .build();

                var heard = Salvaged.from(wav);

                assertThat(heard.samples()).containsExactly(scaled(values));
                assertThat(heard.fault())
                        .startsWith("test: declares ")
                        .contains("but 7 samples (0.000 s) are there and were read")
                        .endsWith("; write it again, e.g. ffmpeg -i IN OUT.flac");
            }
        }
    }

    @Test
    void shouldKeepTheGridOfSamplesBehindASizeThatIsOdd() {
        int[] values = {-300, 500, -700, 900, -1100, 1300, -1500, 1700};
        byte[] wav = new WavBytes()
                .format(PCM, 1, 16_000, 16)
                .data(5, WavBytes.shorts(values))
                .build();

        assertThat(Salvaged.from(wav).samples()).containsExactly(scaled(values));
    }

    @Test
    void shouldTakeZerosBehindTheSamplesForTheRestOfADiskBlock() {
        byte[] wav = new WavBytes()
                .format(PCM, 1, 16_000, 16)
                .chunk("data", WavBytes.shorts(1, 2, 3))
                .build();

        assertThat(read(Arrays.copyOf(wav, 4_096))).hasSize(3);
    }

    @Test
    void shouldReadSeveralDataChunksAndSayThatThereAreSeveral() {
        byte[] wav = new WavBytes()
                .format(PCM, 1, 16_000, 16)
                .chunk("data", WavBytes.shorts(1, 2, 3))
                .chunk("LIST", new byte[7])
                .chunk("data", WavBytes.shorts(4))
                .build();

        var heard = Salvaged.from(wav);

        assertThat(heard.samples()).containsExactly(scaled(1, 2, 3, 4));
        assertThat(heard.fault()).isNull();
        assertThat(heard.notes()).containsExactly("has 2 data chunks, which were read one after another");
    }

    @Test
    void shouldFindTheNextChunkWhereThePaddingOfAnOddOneWasForgotten() {
        byte[] list = {'L', 'I', 'S', 'T', 3, 0, 0, 0, 'a', 'b', 'c'};
        byte[] wav = new WavBytes()
                .format(PCM, 1, 16_000, 16)
                .raw(list)
                .chunk("data", WavBytes.shorts(1, 2))
                .build();

        assertThat(read(wav)).hasSize(2);
    }

    @Test
    void shouldBelieveBitsAndChannelsBeforeTheBlockAlignment() {
        for (int align : new int[] {0, 1, 3, 4, 16, 65_535}) {
            byte[] mono = new WavBytes()
                    .format(PCM, 1, 16_000, 16)
                    .chunk("data", WavBytes.shorts(100, -200, 300))
                    .build();
            ByteBuffer.wrap(mono).order(ByteOrder.LITTLE_ENDIAN).putShort(32, (short) align);

            var heard = Salvaged.from(mono);

            assertThat(heard.samples()).containsExactly(scaled(100, -200, 300));
            assertThat(heard.fault()).contains("says " + align + " bytes a block, but 1 channel(s) of 16 bits are 2");
        }
    }

    @Test
    void shouldRefuseToGuessWhereTheBytesPerSecondSideWithTheBlockAlignment() {
        for (int[] bitsAndAlign : new int[][] {{24, 4}, {24, 2}, {16, 1}, {16, 4}, {8, 2}}) {
            int align = bitsAndAlign[1];
            byte[] wav = new WavBytes()
                    .format(PCM, 1, 16_000, bitsAndAlign[0])
                    .chunk("data", new byte[24])
                    .build();
            ByteBuffer.wrap(wav)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(28, 16_000 * align)
                    .putShort(32, (short) align);

            assertRefused(
                    wav, "says " + align + " bytes a block, but 1 channel(s) of " + bitsAndAlign[0] + " bits are");
        }
    }

    @Test
    void shouldReadBothLawsOfTelephony() {
        byte[] data = {(byte) 0xd5, 0x55, (byte) 0xaa, 0x2a, (byte) 0x80, 0x00};
        byte[] aLaw = new WavBytes().format(6, 1, 8_000, 8).chunk("data", data).build();
        byte[] muLaw = new WavBytes().format(7, 1, 8_000, 8).chunk("data", data).build();

        assertThat(read(aLaw)).containsExactly(scaled(8, -8, 32256, -32256, 5504, -5504));
        assertThat(read(muLaw)).containsExactly(scaled(716, -716, 5372, -5372, 32124, -32124));
    }

    @Test
    void shouldTakeTheSizeOfALongFileFromItsOwnChunk() {
        byte[] sizes = ByteBuffer.allocate(28)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(100)
                .putLong(4)
                .putLong(2)
                .array();
        byte[] wav = new WavBytes("RF64", -1)
                .chunk("ds64", sizes)
                .format(PCM, 1, 16_000, 16)
                .data(-1, WavBytes.shorts(1, 2, 3, 4))
                .build();

        assertThat(read(wav)).hasSize(2);
    }

    @Test
    void shouldReadWhatThereIsOfAFileThatIsCutOffAndSayWhere() {
        byte[] wav = new WavBytes()
                .format(PCM, 1, 16_000, 16)
                .data(200, WavBytes.shorts(1, 2, 3))
                .build();

        for (int missing = 0; missing < 2; missing++) {
            var heard = Salvaged.from(Arrays.copyOf(wav, wav.length - missing));

            assertThat(heard.samples()).containsExactly(missing == 0 ? scaled(1, 2, 3) : scaled(1, 2));
            assertThat(heard.fault())
                    .isEqualTo("test: is cut off: 100 samples are declared, " + (3 - missing)
                            + " samples (0.000 s) are there; copy or record it again");
        }
    }

    @Test
    void shouldSayThatAnotherFileIsJoinedToIt() {
        byte[] wav = new WavBytes()
                .format(PCM, 1, 8_000, 16)
                .chunk("data", WavBytes.shorts(16384, -16384))
                .build();
        byte[] twice = Arrays.copyOf(wav, 2 * wav.length);
        System.arraycopy(wav, 0, twice, wav.length, wav.length);

        var heard = Salvaged.from(twice);

        assertThat(heard.samples()).hasSize(2);
        assertThat(heard.fault()).contains("is followed by another WAV file");
    }

    @Test
    void shouldReadWholeSamplesAndSayThatOneIsNot() {
        byte[] wav =
                new WavBytes().format(PCM, 1, 16_000, 16).data(3, new byte[3]).build();

        var heard = Salvaged.from(wav);

        assertThat(heard.samples()).hasSize(1);
        assertThat(heard.fault()).contains("ends with 1 bytes that are no whole sample of 2, after 1 samples");
    }

    @Test
    void shouldReadSilenceForWhatIsNoNumberAndSayWhere() {
        float[] values = {0.25f, Float.NaN, 0.5f, Float.NEGATIVE_INFINITY, 1e30f, -0.75f};
        ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        byte[] wav = new WavBytes()
                .format(IEEE_FLOAT, 1, 16_000, 32)
                .chunk("data", data.array())
                .build();

        var heard = Salvaged.from(wav);

        assertThat(heard.samples()).containsExactly(0.25f, 0, 0.5f, 0, 0, -0.75f);
        assertThat(heard.fault()).contains("3 of its values, the first after 1 samples (0.000 s), are no numbers");
    }

    @Test
    void shouldUseOneChannelWhereTheyCancelEachOtherOutAndSaySo() {
        var random = new Random(7);
        int[] values = new int[2 * 20_000];
        for (int n = 0; n < 20_000; n++) {
            int left = (int) (random.nextGaussian() * 3_000);
            values[2 * n] = left;
            values[2 * n + 1] = n < 8_192 ? left : -left;
        }
        byte[] wav = new WavBytes()
                .format(PCM, 2, 16_000, 16)
                .chunk("data", WavBytes.shorts(values))
                .build();

        var heard = Salvaged.from(wav);

        for (int n = 0; n < 20_000; n++) {
            assertThat(heard.samples()[n]).isEqualTo(values[2 * n] / 32768f);
        }
        assertThat(heard.fault()).isNull();
        assertThat(heard.notes())
                .singleElement()
                .asString()
                .startsWith("its channels cancel each other out for 11808 samples (0.738 s) from 8192 samples");
    }

    @Test
    void shouldMixChannelsThatAreOnlyUnlike() {
        var random = new Random(8);
        int[] values = random.ints(20_000, -8_000, 8_000).toArray();
        byte[] wav = new WavBytes()
                .format(PCM, 2, 16_000, 16)
                .chunk("data", WavBytes.shorts(values))
                .build();

        var heard = Salvaged.from(wav);

        for (int n = 0; n < 10_000; n++) {
            assertThat(heard.samples()[n]).isEqualTo((values[2 * n] + values[2 * n + 1]) / 65536f);
        }
        assertThat(heard.notes()).isEmpty();
    }

    @Test
    void shouldRefuseHeadersThatCannotBe() {
        assertRefused(
                new WavBytes().format(PCM, 0, 16_000, 16).data(0, new byte[0]).build(), "0 channels");
        assertRefused(new WavBytes().format(PCM, 1, 0, 16).data(0, new byte[0]).build(), "0 Hz");
        assertRefused(new WavBytes().format(PCM, 1, -1, 16).data(0, new byte[0]).build(), "rate of 4294967295 Hz");
        assertRefused(
                new WavBytes().format(85, 1, 16_000, 16).data(0, new byte[0]).build(), "WAV format 85");
        assertRefused(new WavBytes().data(2, new byte[2]).build(), "before their format");
        assertRefused(new WavBytes().format(PCM, 1, 16_000, 16).build(), "no data chunk");
    }

    private static void assertRefused(byte[] wav, String reason) {
        assertThatThrownBy(() -> read(wav))
                .isInstanceOf(AudioException.class)
                .hasMessageStartingWith("t.wav: ")
                .hasMessageContaining(reason);
    }

    private static float[] scaled(int... values) {
        float[] scaled = new float[values.length];
        for (int n = 0; n < values.length; n++) {
            scaled[n] = values[n] / 32768f;
        }
        return scaled;
    }

    private static float[] read(byte[] wav) {
        try (var source = AudioFiles.open(new ByteArrayInputStream(wav), "t.wav")) {
            return Sounds.readAll(source);
        }
    }
}
