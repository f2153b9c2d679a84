package org.earshot.trainer.train;

import ai.djl.ndarray.NDArray;

/** Binary cross-entropy between clip tags, mean over batch and labels (Liu et al. 2021, equation 1). */
final class TaggingLoss {
    private static final float CLAMP = 1e-7f;

    private TaggingLoss() {}

    /**
     * @param tags [batch, labels], 0..1; clamped to 1e-7 from both ends
     * @param targets [batch, labels], 0 or 1
     * @return a scalar
     */
    static NDArray of(NDArray tags, NDArray targets) {
        NDArray y = tags.clip(CLAMP, 1 - CLAMP);
        NDArray heard = y.log().mul(targets);
        NDArray silent = y.neg().add(1).log().mul(targets.neg().add(1));
        return heard.add(silent).mean().neg();
    }

    /**
     * The loss of the best constant answer: the entropy of the label frequencies, mean over labels. A loss that stays
     * there has learnt nothing but how frequent each label is.
     *
     * @param share of the clips that have each label
     */
    static double priorEntropy(double[] share) {
        double sum = 0;
        for (double p : share) {
            sum += term(p) + term(1 - p);
        }
        return sum / share.length;
    }

    private static double term(double p) {
        return p <= 0 ? 0 : -p * Math.log(p);
    }
}
