package org.earshot.trainer.train.augment;

import java.util.random.RandomGenerator;
import org.earshot.trainer.data.clips.FeatureAugmentation;

/**
 * Shifts the spectrum of a clip along the mel axis, like a larger or smaller source of the same kind; values between
 * bands are interpolated, and the outermost band is repeated at the edges.
 *
 * <p>Safe for use by several threads.
 *
 * @param bands maximum shift up or down
 */
record BandShift(double bands) implements FeatureAugmentation {
    @Override
    public void apply(float[] logMel, int offset, int frames, int mels, RandomGenerator random) {
        double shift = bands * (2 * random.nextDouble() - 1);
        int whole = (int) Math.floor(shift);
        float part = (float) (shift - whole);
        float[] frame = new float[mels];
        for (int t = 0; t < frames; t++) {
            int row = offset + t * mels;
            System.arraycopy(logMel, row, frame, 0, mels);
            for (int f = 0; f < mels; f++) {
                float low = frame[Math.max(0, Math.min(mels - 1, f + whole))];
                float high = frame[Math.max(0, Math.min(mels - 1, f + whole + 1))];
                logMel[row + f] = low + part * (high - low);
            }
        }
    }
}
