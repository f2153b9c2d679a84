package org.earshot.trainer.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DistortionTest {
    private static final float[] REFERENCE = {1, -1, 1, -1};

    @Test
    void shouldGiveTheRatioOfSignalToErrorInDecibels() {
        float[] estimate = {1.1f, -0.9f, 1.1f, -0.9f};

        assertThat(Distortion.sdr(REFERENCE, estimate)).isCloseTo(20, within(1e-4));
    }

    @Test
    void shouldNotMindTheLevelWhenScaleInvariant() {
        float[] estimate = {0.55f, -0.45f, 0.55f, -0.45f};

        assertThat(Distortion.siSdr(REFERENCE, estimate)).isCloseTo(20, within(1e-4));
        assertThat(Distortion.sdr(REFERENCE, estimate)).isLessThan(6.1);
    }

    @Test
    void shouldBeInfiniteForThePerfectEstimate() {
        assertThat(Distortion.sdr(REFERENCE, REFERENCE)).isEqualTo(Double.POSITIVE_INFINITY);
    }
}
