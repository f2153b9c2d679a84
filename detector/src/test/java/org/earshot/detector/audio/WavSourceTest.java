package org.earshot.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
        byte[] piped = new WavBytes("RIFF", -1)
                .format(PCM, 1, 16_000, 16)
                .data(-1, WavBytes.shorts(1, 2, 3))
                .build();
        byte[] abandoned = new WavBytes("RIFF", 0)
                .format(PCM, 1, 16_000, 16)
                .data(0, WavBytes.shorts(1, 2))
                .build();

        assertThat(read(piped)).hasSize(3);
        assertThat(read(abandoned)).hasSize(2);
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
    void shouldSayWhereAFileIsCutOff() {
        byte[] wav = new WavBytes()
                .format(PCM, 1, 16_000, 16)
                .data(200, WavBytes.shorts(1, 2, 3))
                .build();

        assertThatThrownBy(() -> read(wav))
                .isInstanceOf(AudioException.class)
                .hasMessage("t.wav: is cut off: 100 samples are declared, 3 are there; copy or record it again");
    }

    @Test
    void shouldRefuseWhatIsNotANumber() {
        byte[] data = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0)
                .putFloat(Float.NaN)
                .array();
        byte[] wav = new WavBytes()
                .format(IEEE_FLOAT, 1, 16_000, 32)
                .chunk("data", data)
                .build();

        assertThatThrownBy(() -> read(wav))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("sample 1 of channel 0 is NaN");
    }

    @Test
    void shouldRefuseHeadersThatCannotBe() {
        assertRefused(
                new WavBytes().format(PCM, 0, 16_000, 16).data(0, new byte[0]).build(), "0 channels");
        assertRefused(new WavBytes().format(PCM, 1, 0, 16).data(0, new byte[0]).build(), "0 Hz");
        assertRefused(
                new WavBytes().format(85, 1, 16_000, 16).data(0, new byte[0]).build(), "WAV format 85");
        assertRefused(
                new WavBytes().format(PCM, 1, 16_000, 16).data(3, new byte[3]).build(), "3 bytes of samples");
        assertRefused(new WavBytes().data(2, new byte[2]).build(), "before their format");
        assertRefused(new WavBytes().format(PCM, 1, 16_000, 16).build(), "no data chunk");
    }

    private static void assertRefused(byte[] wav, String reason) {
        assertThatThrownBy(() -> read(wav))
                .isInstanceOf(AudioException.class)
                .hasMessageStartingWith("t.wav: ")
                .hasMessageContaining(reason);
    }

    private static float[] read(byte[] wav) {
        try (var source = AudioFiles.open(new ByteArrayInputStream(wav), "t.wav")) {
            return Sounds.readAll(source);
        }
    }
}
