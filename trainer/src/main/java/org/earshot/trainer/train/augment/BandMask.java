package org.earshot.trainer.train.augment;

import java.util.random.RandomGenerator;
import org.earshot.trainer.data.clips.FeatureAugmentation;

/**
 * Makes a few neighbouring bands of some clips constant: each band is replaced by its mean over the frames. This keeps
 * labels from depending on a single band (after Park et al. 2019, SpecAugment, section 2).
 *
 * <p>Safe for use by several threads.
 *
 * @param share of the clips, 0..1
 * @param bands maximum number of bands
 */
record BandMask(double share, int bands) implements FeatureAugmentation {
    @Override
    public void apply(float[] logMel, int offset, int frames, int mels, RandomGenerator random) {
        if (random.nextDouble() >= share) {
            return;
        }
        int width = Math.min(mels, 1 + random.nextInt(bands));
        int first = random.nextInt(mels - width + 1);
        for (int f = first; f < first + width; f++) {
            double sum = 0;
            for (int t = 0; t < frames; t++) {
                sum += logMel[offset + t * mels + f];
            }
            float mean = (float) (sum / frames);
            for (int t = 0; t < frames; t++) {
                logMel[offset + t * mels + f] = mean;
            }
        }
    }
}
