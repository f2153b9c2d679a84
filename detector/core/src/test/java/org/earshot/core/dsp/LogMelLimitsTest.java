package org.earshot.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.earshot.core.model.FrontEnd;
import org.junit.jupiter.api.Test;

/** Whatever a bad microphone sends, features stay finite. */
class LogMelLimitsTest {
    @Test
    void shouldStayFiniteOnSilenceOffsetHumAndClipping() {
        float[] offset = new float[16_000];
        Arrays.fill(offset, 0.9f);
        float[] clipped = Signals.tone(16_000, 16_000, 50, 40);
        for (int n = 0; n < clipped.length; n++) {
            clipped[n] = Math.max(-1, Math.min(1, clipped[n]));
        }

        assertFinite(new float[16_000]);
        assertFinite(offset);
        assertFinite(clipped);
        assertFinite(Signals.tone(16_000, 16_000, 50, 1));
    }

    @Test
    void shouldStayFiniteAtTheExtremesOfWhatADecoderLetsThrough() {
        float[] huge = Signals.noise(16_000, 1, 4.0e9);
        float[] tiny = Signals.noise(16_000, 1, 1e-38);
        float[] smallest = new float[16_000];
        Arrays.fill(smallest, Float.MIN_VALUE);

        assertFinite(huge);
        assertFinite(tiny);
        assertFinite(smallest);
    }

    private static void assertFinite(float[] samples) {
        for (FrontEnd frontEnd : new FrontEnd[] {FrontEnd.wide16k(), FrontEnd.paper32k()}) {
            for (float value : LogMel.of(frontEnd, samples)) {
                assertThat(Float.isFinite(value)).isTrue();
            }
        }
    }
}
