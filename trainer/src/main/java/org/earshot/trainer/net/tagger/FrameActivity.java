package org.earshot.trainer.net.tagger;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.earshot.trainer.export.FrameWeighting;

/**
 * The activity of each frame, y_k(t) = sum over f of w_k(f) M_k(t,f), with one of four ways to derive w from the learnt
 * alpha (Liu et al. 2021, section 2.3, gives no formula).
 *
 * @param weighting how w is derived
 * @param alpha [label][mel]; not used by the mean
 */
record FrameActivity(FrameWeighting weighting, List<float[]> alpha) {
    /**
     * @param masks [batch, labels, frames, mels]
     * @return [batch, labels, frames]
     */
    NDArray of(NDArray masks) {
        int[] overMels = {3};
        return switch (weighting) {
            case MEAN -> masks.mean(overMels);
            case ALPHA_NORM -> {
                NDArray a = alphaBeside(masks);
                yield masks.mul(a.div(a.sum(overMels, true))).sum(overMels);
            }
            case SOFTMAX_ALPHA -> masks.mul(alphaBeside(masks).softmax(-1)).sum(overMels);
            case FRAME_SOFTMAX ->
                masks.mul(masks.mul(alphaBeside(masks)).softmax(-1)).sum(overMels);
        };
    }

    private NDArray alphaBeside(NDArray masks) {
        int labels = alpha.size();
        int mels = alpha.get(0).length;
        float[] flat = new float[labels * mels];
        for (int k = 0; k < labels; k++) {
            System.arraycopy(alpha.get(k), 0, flat, k * mels, mels);
        }
        return masks.getManager().create(flat, new Shape(1, labels, 1, mels));
    }
}
