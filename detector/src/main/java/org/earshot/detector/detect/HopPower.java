package org.earshot.detector.detect;

import org.earshot.detector.model.FrontEnd;

/**
 * The mean square of the samples of each hop, [t * hop, (t + 1) * hop) for frame t, kept until the frame itself comes out.
 * For one thread. Sums run sample by sample, so cuts leave no trace.
 */
final class HopPower {
    private final int hop;
    private final double[] sums;
    private long samples;

    HopPower(FrontEnd frontEnd) {
        this.hop = frontEnd.hopSamples();
        this.sums = new double[frontEnd.windowSamples() / hop + 4];
    }

    /** Takes the next samples, at most one hop of them at a time. */
    void push(float[] mono, int off, int len) {
        for (int i = off; i < off + len; i++) {
            int slot = (int) (samples / hop % sums.length);
            if (samples % hop == 0) {
                sums[slot] = 0;
            }
            sums[slot] += (double) mono[i] * mono[i];
            samples++;
        }
    }

    /** Mean square of the hop of a frame that has just come out. */
    double of(long frame) {
        return sums[(int) (frame % sums.length)] / hop;
    }

    /** Goes on from the samples that begin with a frame. */
    void restore(long frame, float[] remainder, int len) {
        samples = frame * hop;
        push(remainder, 0, len);
    }
}
