package org.earshot.core.audio.flac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.Sounds;
import org.junit.jupiter.api.Test;

class FlacBytesTest {
    /** Of a stream without further metadata. */
    private static final int HEADER_BYTES = 4 + 4 + 34;

    @Test
    void shouldDecodeAChunkWithoutLoss() {
        float[] noise = Sounds.noise16(16_000, 1);
        ByteBuffer chunk = ByteBuffer.wrap(FlacWriter.encode(16_000, noise));

        var decoded = FlacBytes.decode(chunk);

        assertThat(decoded.mono()).isEqualTo(noise);
        assertThat(decoded.rateHz()).isEqualTo(16_000);
        assertThat(decoded.channels()).isEqualTo(1);
        assertThat(chunk.position()).isZero();
    }

    @Test
    void shouldRefuseAnHourInOneChunkBeforeDecodingIt() {
        byte[] bomb = FlacWriter.encode(8_000, new float[3600 * 8_000]);

        assertThat(bomb.length).isLessThan(FlacBytes.MAX_BYTES);
        assertThatThrownBy(() -> FlacBytes.decode(ByteBuffer.wrap(bomb)))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("declares 28800000 samples");
    }

    @Test
    void shouldStopAtOneSecondWhereTheLengthIsNotDeclared() {
        byte[] bomb = FlacWriter.encode(8_000, new float[100 * 8_000]);
        forgetLength(bomb);

        assertThatThrownBy(() -> FlacBytes.decode(ByteBuffer.wrap(bomb)))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("more than the 8000 samples");
    }

    @Test
    void shouldTakeAChunkThatDoesNotDeclareItsLength() {
        float[] noise = Sounds.noise16(5_000, 2);
        byte[] chunk = FlacWriter.encode(16_000, noise);
        forgetLength(chunk);

        assertThat(FlacBytes.decode(ByteBuffer.wrap(chunk)).mono()).isEqualTo(noise);
    }

    @Test
    void shouldRefuseAChunkWhoseFramesChangeTheRate() {
        byte[] first = FlacWriter.encode(16_000, Sounds.noise16(1_000, 1));
        forgetLength(first);
        byte[] second = FlacWriter.encode(8_000, Sounds.noise16(1_000, 2));
        ByteBuffer both = ByteBuffer.allocate(first.length + second.length - HEADER_BYTES)
                .put(first)
                .put(second, HEADER_BYTES, second.length - HEADER_BYTES)
                .flip();

        assertThatThrownBy(() -> FlacBytes.decode(both))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("changes to 8000 Hz with 1 channel(s) after 1000 samples");
    }

    @Test
    void shouldRefuseTooManyBytesAndOtherFormats() {
        assertThatThrownBy(() -> FlacBytes.decode(ByteBuffer.allocate(FlacBytes.MAX_BYTES + 1)))
                .hasMessageContaining("524289 bytes");
        assertThatThrownBy(() -> FlacBytes.decode(ByteBuffer.wrap("RIFF....WAVE".getBytes())))
                .hasMessageContaining("does not begin with fLaC");
        assertThatThrownBy(() -> FlacBytes.decode(ByteBuffer.allocate(0))).isInstanceOf(AudioException.class);
    }

    /** Sets the 36 bits of the total number of samples to 0. */
    private static void forgetLength(byte[] flac) {
        flac[21] &= (byte) 0xf0;
        for (int i = 22; i < 26; i++) {
            flac[i] = 0;
        }
    }
}
