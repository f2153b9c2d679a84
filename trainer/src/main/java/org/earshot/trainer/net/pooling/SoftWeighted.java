package org.earshot.trainer.net.pooling;

import ai.djl.ndarray.NDArray;

/** The mean of a mask with each bin weighted by exp(alpha M), used by soft-max pooling, AP and FAP. */
final class SoftWeighted {
    private SoftWeighted() {}

    /**
     * y = sum of M e^(alpha M) / sum of e^(alpha M), both over all frames and mels jointly. Computed as a softmax,
     * which subtracts the largest exponent and so never overflows.
     *
     * @param masks [batch, labels, frames, mels]
     * @param scaled alpha M, of the same shape
     * @return [batch, labels]
     */
    static NDArray mean(NDArray masks, NDArray scaled) {
        long batch = masks.getShape().get(0);
        long labels = masks.getShape().get(1);
        NDArray weights = scaled.reshape(batch, labels, -1).softmax(-1);
        return masks.reshape(batch, labels, -1).mul(weights).sum(new int[] {2});
    }
}
