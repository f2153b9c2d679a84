package org.earshot.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealFftTest {
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 64, 1024})
    void shouldGiveTheSumThatDefinesIt(int size) {
        double[] samples = noise(size);
        var fft = RealFft.of(size);
        double[] re = new double[fft.bins()];
        double[] im = new double[fft.bins()];

        fft.forward(samples, re, im);

        for (int b = 0; b < fft.bins(); b++) {
            double cosines = 0;
            double sines = 0;
            for (int n = 0; n < size; n++) {
                double angle = 2 * Math.PI * ((long) b * n % size) / size;
                cosines += samples[n] * Math.cos(angle);
                sines -= samples[n] * Math.sin(angle);
            }
            assertThat(re[b]).isCloseTo(cosines, within(1e-11 * size));
            assertThat(im[b]).isCloseTo(sines, within(1e-11 * size));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 32, 2048})
    void shouldComeBackToTheSamples(int size) {
        double[] samples = noise(size);
        double[] back = new double[size];
        var fft = RealFft.of(size);
        double[] re = new double[fft.bins()];
        double[] im = new double[fft.bins()];

        fft.forward(samples, re, im);
        fft.inverse(re, im, new double[fft.bins()], new double[fft.bins()], back);

        for (int n = 0; n < size; n++) {
            assertThat(back[n]).isCloseTo(samples[n], within(1e-13));
        }
    }

    @Test
    void shouldRefuseASizeThatIsNoPowerOfTwo() {
        assertThatIllegalArgumentException().isThrownBy(() -> RealFft.of(1000)).withMessageContaining("1000");
    }

    private static double[] noise(int size) {
        return new Random(size).doubles(size, -1, 1).toArray();
    }
}
