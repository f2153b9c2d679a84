package org.earshot.core.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcmDecoderTest {
    @Test
    void shouldCountSamplesPerChannel() {
        assertThat(PcmDecoder.samplesIn(12, SampleFormat.S16LE, 2)).isEqualTo(3);
        assertThat(PcmDecoder.samplesIn(12, SampleFormat.S24LE, 1)).isEqualTo(4);
        assertThat(PcmDecoder.samplesIn(0, SampleFormat.F32LE, 1)).isZero();
    }

    @Test
    void shouldRefuseAnOddNumberOfBytes() {
        assertThatThrownBy(() -> PcmDecoder.samplesIn(1001, SampleFormat.S16LE, 1))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("1001 bytes")
                .hasMessageContaining("S16LE");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65, Integer.MAX_VALUE})
    void shouldRefuseANumberOfChannelsThatCannotBe(int channels) {
        assertThatThrownBy(() -> PcmDecoder.samplesIn(8, SampleFormat.S16LE, channels))
                .isInstanceOf(AudioException.class);
    }

    @Test
    void shouldMixChannelsToTheirMeanAndLeaveTheBufferAlone() {
        ByteBuffer bytes = ByteBuffer.wrap(WavBytes.shorts(9, 16384, -16384, 16384, 0));
        bytes.position(2);
        float[] mono = new float[2];

        PcmDecoder.decode(bytes, SampleFormat.S16LE, 2, mono);

        assertThat(mono).containsExactly(0, 0.25f);
        assertThat(bytes.position()).isEqualTo(2);
        assertThat(bytes.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e30f})
    void shouldRefuseFloatsThatAreNoSound(float value) {
        ByteBuffer bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0)
                .putFloat(value)
                .flip();

        assertThatThrownBy(() -> PcmDecoder.decode(bytes, SampleFormat.F32LE, 1, new float[2]))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("sample 1 of channel 0");
    }
}
