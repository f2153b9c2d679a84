package org.earshot.trainer.export.precision;

import java.util.Arrays;

/**
 * Histogram of magnitudes in a feature map, from which the range of eight bits is chosen: the one with the smallest
 * expected squared error from rounding within the range and clipping above it.
 *
 * <p>For one thread.
 */
final class ActivationHistogram {
    private static final int BINS = 2048;
    private static final int STEPS = 255;
    private static final int CANDIDATES = 128;

    private final long[] counts = new long[BINS];
    private float top = 1e-3f;

    void add(float[] values) {
        float greatest = top;
        for (float value : values) {
            greatest = Math.max(greatest, value);
        }
        while (top < greatest) {
            widen();
        }
        for (float value : values) {
            // Zeros are exact in eight bits and do not affect the range.
            if (value > 0) {
                counts[Math.min(BINS - 1, (int) (value / top * BINS))]++;
            }
        }
    }

    /** Upper end of the best range. */
    float best() {
        double least = Double.MAX_VALUE;
        float best = top;
        for (int c = CANDIDATES; c >= 1; c--) {
            float candidate = top * c / CANDIDATES;
            double error = error(candidate);
            if (error < least) {
                least = error;
                best = candidate;
            }
        }
        return best;
    }

    private double error(float range) {
        double rounding = Math.pow(range / STEPS, 2) / 12;
        double sum = 0;
        for (int b = 0; b < BINS; b++) {
            double over = Math.max(0, (b + 0.5) * top / BINS - range);
            sum += counts[b] * (over > 0 ? over * over : rounding);
        }
        return sum;
    }

    private void widen() {
        for (int b = 0; b < BINS / 2; b++) {
            counts[b] = counts[2 * b] + counts[2 * b + 1];
        }
        Arrays.fill(counts, BINS / 2, BINS, 0);
        top *= 2;
    }
}
