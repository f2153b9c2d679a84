package org.earshot.trainer.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.earshot.trainer.data.SmallCorpus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeStretchTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.8, 1.0, 1.25})
    void shouldChangeTheLengthAndKeepPitchAndLevel(double factor) {
        float[] tone = SmallCorpus.tone(500, 1);

        float[] stretched = TimeStretch.of(tone, factor, SmallCorpus.RATE_HZ);

        assertThat(stretched.length / (double) tone.length).isCloseTo(factor, within(0.001));
        double seconds = stretched.length / (double) SmallCorpus.RATE_HZ;
        assertThat(rises(stretched) / seconds).isCloseTo(500, within(8.0));
        assertThat(rms(stretched)).isCloseTo(rms(tone), within(0.03));
    }

    private static int rises(float[] x) {
        int rises = 0;
        for (int n = 1; n < x.length; n++) {
            rises += x[n - 1] < 0 && x[n] >= 0 ? 1 : 0;
        }
        return rises;
    }

    private static double rms(float[] x) {
        double sum = 0;
        for (float sample : x) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / x.length);
    }
}
