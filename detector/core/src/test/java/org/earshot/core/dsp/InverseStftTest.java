package org.earshot.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.FrontEnd.WindowShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InverseStftTest {
    private static final FrontEnd FRONT_END = FrontEnd.wide16k();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 1_024, 15_999, 160_000})
    void shouldGiveTheSoundBackThroughAMaskOfOnes(int length) {
        float[] sound = Signals.noise(length, 5, 0.3);
        var spectrogram = new Stft(FRONT_END).of(sound);
        float[] ones = new float[311 * spectrogram.bins()];
        Arrays.fill(ones, 1);

        float[] back = new InverseStft(FRONT_END).of(spectrogram.masked(ones, 311));

        assertClose(back, sound);
    }

    @Test
    void shouldGiveTheSoundBackAtThePaperPresetAndUnderHamming() {
        float[] sound = Signals.chirp(100_000, 32_000);
        var hamming = new FrontEnd(32_000, 2_048, 1_024, WindowShape.HAMMING, 64, 50, 16_000, 320_000);
        var quarter = new FrontEnd(32_000, 2_048, 600, WindowShape.HANN, 64, 50, 16_000, 320_000);

        for (FrontEnd frontEnd : new FrontEnd[] {FrontEnd.paper32k(), hamming, quarter}) {
            assertClose(new InverseStft(frontEnd).of(new Stft(frontEnd).of(sound)), sound);
        }
    }

    @Test
    void shouldSilenceWhatTheMaskTakesOut() {
        float[] low = Signals.tone(32_000, 16_000, 500, 0.3);
        float[] high = Signals.tone(32_000, 16_000, 4_000, 0.3);
        float[] both = new float[low.length];
        for (int n = 0; n < both.length; n++) {
            both[n] = low[n] + high[n];
        }
        var spectrogram = new Stft(FRONT_END).of(both);
        float[] below2k = new float[61 * spectrogram.bins()];
        for (int i = 0; i < below2k.length; i++) {
            below2k[i] = i % spectrogram.bins() < 128 ? 1 : 0;
        }

        float[] separated = new InverseStft(FRONT_END).of(spectrogram.masked(below2k, 61));

        for (int n = 1_024; n < low.length - 1_024; n++) {
            assertThat(separated[n]).isCloseTo(low[n], within(1e-3f));
        }
    }

    @Test
    void shouldStandWhereLogMelStands() {
        float[] sound = new float[16_000];
        sound[512 * 10 + 500] = 1;

        var spectrogram = new Stft(FRONT_END).of(sound);

        assertThat(spectrogram.lead()).isEqualTo(1);
        for (int frame = 0; frame < spectrogram.frames(); frame++) {
            boolean covered = frame - spectrogram.lead() == 9 || frame - spectrogram.lead() == 10;
            assertThat(Math.abs(spectrogram.re()[frame * spectrogram.bins()]) > 0)
                    .isEqualTo(covered);
        }
    }

    @Test
    void shouldRefuseAMaskOfAnotherShape() {
        var spectrogram = new Stft(FRONT_END).of(new float[16_000]);

        assertThatIllegalArgumentException().isThrownBy(() -> spectrogram.masked(new float[512], 1));
    }

    private static void assertClose(float[] back, float[] sound) {
        assertThat(back).hasSameSizeAs(sound);
        for (int n = 0; n < sound.length; n++) {
            assertThat(back[n]).isCloseTo(sound[n], within(1e-5f));
        }
    }
}
