package org.earshot.trainer.export.precision;

import java.util.Arrays;

/**
 * Upper ends of the eight-bit ranges of a mask network's feature maps, one per layer; the lower end is 0, because of
 * the ReLU.
 *
 * <p>Immutable.
 */
public final class ActivationRanges {
    private final float[] max;

    /** @param max [layers], positive */
    public ActivationRanges(float[] max) {
        for (float value : max) {
            if (!(value > 0)) {
                throw new IllegalArgumentException("activation ranges must be positive, one is " + value);
            }
        }
        this.max = max.clone();
    }

    /** Number of layers. */
    public int layers() {
        return max.length;
    }

    /** Upper end of the output of a layer. */
    public float max(int layer) {
        return max[layer];
    }

    @Override
    public String toString() {
        return Arrays.toString(max);
    }
}
