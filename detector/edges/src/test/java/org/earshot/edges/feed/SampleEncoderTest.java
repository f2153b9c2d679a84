package org.earshot.edges.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.earshot.core.audio.PcmDecoder;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.flac.FlacBytes;
import org.earshot.schema.AudioEncoding;
import org.junit.jupiter.api.Test;

class SampleEncoderTest {
    @Property(tries = 100)
    void shouldLoseNothingWhateverTheSamplesAre(@ForAll long seed, @ForAll WireEncoding wire) {
        var random = new Random(seed);
        float[] samples = new float[1 + random.nextInt(8_000)];
        int kind = random.nextInt(3);
        for (int n = 0; n < samples.length; n++) {
            samples[n] = switch (kind) {
                case 0 -> (short) random.nextInt() / 32768f;
                case 1 -> (random.nextInt() >> 8) / 8388608f;
                default -> (float) random.nextGaussian();
            };
        }

        var encoded = new SampleEncoder(wire).encode(samples, samples.length, 16_000);

        assertThat(decode(encoded, samples.length)).isEqualTo(samples);
    }

    @Test
    void shouldTakeTheFewestBytesThatHoldTheSound() {
        var pcm = new SampleEncoder(WireEncoding.PCM);
        float[] sixteen = {0, 1 / 32768f, -1};

        assertThat(pcm.encode(sixteen, 3, 16_000).encoding()).isEqualTo(AudioEncoding.PCM_S16LE);
        assertThat(pcm.encode(new float[] {1 / 65536f}, 1, 16_000).encoding()).isEqualTo(AudioEncoding.PCM_S24LE);
        assertThat(pcm.encode(new float[] {0.1f, 1}, 2, 16_000).encoding()).isEqualTo(AudioEncoding.PCM_F32LE);
        assertThat(new SampleEncoder(WireEncoding.FLAC)
                        .encode(sixteen, 3, 16_000)
                        .encoding())
                .isEqualTo(AudioEncoding.FLAC);
    }

    private static float[] decode(SampleEncoder.Encoded encoded, int length) {
        float[] mono = new float[length];
        switch (encoded.encoding()) {
            case PCM_S16LE -> PcmDecoder.decode(encoded.bytes(), SampleFormat.S16LE, 1, mono);
            case PCM_S24LE -> PcmDecoder.decode(encoded.bytes(), SampleFormat.S24LE, 1, mono);
            case PCM_F32LE -> PcmDecoder.decode(encoded.bytes(), SampleFormat.F32LE, 1, mono);
            default -> mono = FlacBytes.decode(encoded.bytes()).mono();
        }
        return mono;
    }
}
