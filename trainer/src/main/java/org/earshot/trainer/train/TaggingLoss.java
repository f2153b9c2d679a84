package org.earshot.trainer.train;

import ai.djl.ndarray.NDArray;

/**
 * Binary cross-entropy between clip tags, mean over batch and labels (Liu et al. 2021, equation 1). Labels can have
 * different weights.
 */
final class TaggingLoss {
    private static final float CLAMP = 1e-7f;

    private TaggingLoss() {}

    /**
     * @param tags [batch, labels], 0..1; clamped to 1e-7 and 1 - 1e-7
     * @param targets [batch, labels], 0..1
     * @param weights [labels], sum 1: weight of each label in the mean
     * @return a scalar
     */
    static NDArray of(NDArray tags, NDArray targets, NDArray weights) {
        return crossEntropy(tags, targets).mul(weights).sum(new int[] {1}).mean();
    }

    /**
     * The same for masks, mean over all bins.
     *
     * @param masks [batch, labels, frames, mels], 0..1
     * @param targets the same shape, 0..1
     * @param weights [labels], sum 1
     * @return a scalar
     */
    static NDArray ofMasks(NDArray masks, NDArray targets, NDArray weights) {
        NDArray bins = crossEntropy(masks, targets);
        long batch = bins.getShape().get(0);
        long labels = bins.getShape().get(1);
        return bins.reshape(batch, labels, -1)
                .mean(new int[] {2})
                .mul(weights)
                .sum(new int[] {1})
                .mean();
    }

    private static NDArray crossEntropy(NDArray predicted, NDArray targets) {
        NDArray y = predicted.clip(CLAMP, 1 - CLAMP);
        NDArray positive = y.log().mul(targets);
        NDArray negative = y.neg().add(1).log().mul(targets.neg().add(1));
        return positive.add(negative).neg();
    }

    /**
     * The loss of the best constant prediction: the entropy of the label frequencies, with the same mean over labels. A
     * network whose loss stays there has only learnt how frequent each label is.
     *
     * @param share share of the clips that have each label
     * @param weights [labels], sum 1
     */
    static double priorEntropy(double[] share, float[] weights) {
        double sum = 0;
        for (int k = 0; k < share.length; k++) {
            sum += weights[k] * (term(share[k]) + term(1 - share[k]));
        }
        return sum;
    }

    private static double term(double p) {
        return p <= 0 ? 0 : -p * Math.log(p);
    }
}
