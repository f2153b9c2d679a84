package org.earshot.trainer.export;

/**
 * How the masks of a frame become its activity, y_k(t) = sum_f w_k(f) M_k(t,f). Liu et al. 2021 describe a weighted
 * average by the learnt vector without a formula; {@link #ALPHA_NORM} is our interpretation.
 */
public enum FrameWeighting {
    /** w = alpha / sum_f alpha. */
    ALPHA_NORM,
    /** w = exp(alpha) / sum_f exp(alpha). */
    SOFTMAX_ALPHA,
    /** The pooling itself inside the frame, sum_f M e^(alpha M) / sum_f e^(alpha M): not linear in M. */
    FRAME_SOFTMAX,
    /** w = 1 / F. */
    MEAN;

    /**
     * The linear weights w.
     *
     * @param alpha [classes][mels], or empty for {@link #MEAN}
     * @return [classes][mels] row-major, each row sums to 1
     */
    public float[] weights(float[][] alpha, int classes, int mels) {
        if (this == FRAME_SOFTMAX) {
            throw new IllegalStateException("frame_softmax has no linear weights");
        }
        float[] weights = new float[classes * mels];
        for (int k = 0; k < classes; k++) {
            double[] row = new double[mels];
            double sum = 0;
            double largest = 0;
            for (int f = 0; this == SOFTMAX_ALPHA && f < mels; f++) {
                largest = Math.max(largest, alpha[k][f]);
            }
            for (int f = 0; f < mels; f++) {
                row[f] = switch (this) {
                    case ALPHA_NORM -> alpha[k][f];
                    case SOFTMAX_ALPHA -> Math.exp(alpha[k][f] - largest);
                    default -> 1;
                };
                sum += row[f];
            }
            for (int f = 0; f < mels; f++) {
                // With an all-zero alpha the pooling is the mean.
                weights[k * mels + f] = (float) (sum > 0 ? row[f] / sum : 1.0 / mels);
            }
        }
        return weights;
    }
}
