package org.earshot.trainer.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BandShiftTest {
    private static final int MELS = 64;

    @Test
    void shouldMoveARampByNoMoreThanTheGreatestDistanceAndAllFramesAlike() {
        double furthest = 0;
        for (int seed = 0; seed < 50; seed++) {
            float[] logMel = ramp(2);

            new BandShift(1.5).apply(logMel, 0, 2, MELS, new SplittableRandom(seed));

            float moved = logMel[10] - 10;
            assertThat(Math.abs(moved)).isLessThanOrEqualTo(1.5f);
            for (int t = 0; t < 2; t++) {
                for (int f = 3; f < MELS - 3; f++) {
                    assertThat(logMel[t * MELS + f]).isCloseTo(f + moved, within(1e-4f));
                }
            }
            furthest = Math.max(furthest, Math.abs(moved));
        }
        assertThat(furthest).isGreaterThan(1);
    }

    @Test
    void shouldRepeatTheOutermostBandAtTheEdges() {
        for (int seed = 0; seed < 50; seed++) {
            float[] logMel = ramp(1);

            new BandShift(2).apply(logMel, 0, 1, MELS, new SplittableRandom(seed));

            for (float value : logMel) {
                assertThat(value).isBetween(0f, MELS - 1f);
            }
        }
    }

    /** Frames whose bands have the values 0, 1, 2, ... */
    private static float[] ramp(int frames) {
        float[] logMel = new float[frames * MELS];
        for (int i = 0; i < logMel.length; i++) {
            logMel[i] = i % MELS;
        }
        return logMel;
    }
}
