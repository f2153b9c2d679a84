package org.earshot.trainer.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpectrumAugmentationTest {
    private static final int FRAMES = 5;
    private static final int MELS = 64;

    @Test
    void shouldChangeAllFramesAlike() {
        float[] logMel = new float[FRAMES * MELS];

        new SpectrumAugmentation(new AugmentationSettings(8, 6, 4, 1, 30, 0, 0, 0, 0))
                .apply(logMel, 0, FRAMES, MELS, new SplittableRandom(1));

        float[] first = Arrays.copyOf(logMel, MELS);
        assertThat(first).isNotEqualTo(new float[MELS]);
        for (int t = 1; t < FRAMES; t++) {
            assertThat(Arrays.copyOfRange(logMel, t * MELS, (t + 1) * MELS)).isEqualTo(first);
        }
    }

    @Test
    void shouldStayWithinTheGain() {
        float greatest = (float) (8 * Math.log(10) / 20);
        for (int seed = 0; seed < 50; seed++) {
            float[] logMel = new float[MELS];

            new SpectrumAugmentation(new AugmentationSettings(8, 0, 0, 0, 0, 0, 0, 0, 0))
                    .apply(logMel, 0, 1, MELS, new SplittableRandom(seed));

            assertThat(logMel[0]).isBetween(-greatest, greatest);
            assertThat(logMel[MELS - 1]).isCloseTo(logMel[0], within(1e-6f));
        }
    }

    @Test
    void shouldNotSinkBelowTheFrontEndsFloor() {
        float floor = (float) Math.log(1e-8);
        float[] logMel = new float[MELS];
        Arrays.fill(logMel, floor);

        for (int seed = 0; seed < 50; seed++) {
            new SpectrumAugmentation(new AugmentationSettings(8, 6, 4, 1, 60, 0, 0, 0, 0))
                    .apply(logMel, 0, 1, MELS, new SplittableRandom(seed));
        }

        for (float value : logMel) {
            assertThat(value).isGreaterThanOrEqualTo(floor);
        }
    }

    @Test
    void shouldLeaveOtherClipsOfTheBatchAlone() {
        float[] logMel = new float[3 * MELS];

        new SpectrumAugmentation(new AugmentationSettings(8, 6, 4, 0, 0, 0, 0, 0, 0))
                .apply(logMel, MELS, 1, MELS, new SplittableRandom(3));

        assertThat(Arrays.copyOf(logMel, MELS)).containsOnly(0);
        assertThat(Arrays.copyOfRange(logMel, 2 * MELS, 3 * MELS)).containsOnly(0);
    }
}
