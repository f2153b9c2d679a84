package org.earshot.trainer.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BandMaskTest {
    private static final int FRAMES = 7;
    private static final int MELS = 64;

    @Test
    void shouldMakeAFewNeighbouringBandsConstantAtTheirMean() {
        float[] sound = noise();
        int widest = 0;
        for (int seed = 0; seed < 50; seed++) {
            float[] masked = sound.clone();

            new BandMask(1, 8).apply(masked, 0, FRAMES, MELS, new SplittableRandom(seed));

            int first = MELS;
            int last = -1;
            for (int f = 0; f < MELS; f++) {
                if (column(masked, f)[0] != column(sound, f)[0]) {
                    first = Math.min(first, f);
                    last = f;
                    assertThat(column(masked, f)).containsOnly(column(masked, f)[0]);
                    assertThat(column(masked, f)[0]).isCloseTo(mean(column(sound, f)), within(1e-6f));
                } else {
                    assertThat(column(masked, f)).isEqualTo(column(sound, f));
                }
            }
            int width = last - first + 1;
            assertThat(width).isBetween(1, 8);
            widest = Math.max(widest, width);
        }
        assertThat(widest).isEqualTo(8);
    }

    @Test
    void shouldLeaveTheOtherClipsAlone() {
        int changed = 0;
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 1000; i++) {
            float[] sound = noise();
            float[] masked = sound.clone();

            new BandMask(0.25, 8).apply(masked, 0, FRAMES, MELS, random);

            changed += Arrays.equals(sound, masked) ? 0 : 1;
        }
        assertThat(changed).isBetween(200, 300);
    }

    private static float[] column(float[] logMel, int band) {
        float[] column = new float[FRAMES];
        for (int t = 0; t < FRAMES; t++) {
            column[t] = logMel[t * MELS + band];
        }
        return column;
    }

    private static float mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return (float) (sum / values.length);
    }

    private static float[] noise() {
        Random random = new Random(3);
        float[] values = new float[FRAMES * MELS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
