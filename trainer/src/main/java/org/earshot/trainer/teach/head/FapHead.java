package org.earshot.trainer.teach.head;

import java.util.Arrays;

/**
 * One label's own part of a mask network: M(t,f) = sigmoid(b + sum_c w_c phi_c(t,f)) over the last feature map phi, pooled
 * by FAP with the sharpness alpha(f) (Liu et al. 2021, section 2.3).
 *
 * <p>The arrays are not copied; nobody changes them once the head is made.
 *
 * @param weights w, [channels]
 * @param bias b
 * @param alpha [mels], 0..10
 */
public record FapHead(float[] weights, float bias, float[] alpha) {
    /** Masks of a fresh label begin near 0.05, so that silence has little to unlearn. */
    static final float FRESH_BIAS = -3;

    private static final float FRESH_ALPHA = 3;

    /** A head that knows nothing yet. */
    public static FapHead fresh(int channels, int mels) {
        float[] alpha = new float[mels];
        Arrays.fill(alpha, FRESH_ALPHA);
        return new FapHead(new float[channels], FRESH_BIAS, alpha);
    }
}
