package org.earshot.trainer.train;

import org.earshot.core.model.ConfigurationException;

/**
 * Constants of Adam (Kingma and Ba 2015), with decoupled weight decay if that is not 0 (Loshchilov and Hutter 2019).
 *
 * @param beta1 decay of the mean of the gradients
 * @param beta2 decay of the mean of their squares
 * @param epsilon added to the denominator
 * @param weightDecay share by which a weight decays in a step of learning rate 1
 */
public record AdamSettings(float beta1, float beta2, float epsilon, float weightDecay) {
    public AdamSettings {
        if (!isDecay(beta1) || !isDecay(beta2) || !(epsilon > 0) || !(weightDecay >= 0)) {
            throw new ConfigurationException(
                    "train.optimiser: beta1 and beta2 must be at least 0 and less than 1, epsilon"
                            + " positive and weightDecay not negative, are " + beta1 + ", " + beta2 + ", " + epsilon
                            + " and "
                            + weightDecay);
        }
    }

    private static boolean isDecay(float beta) {
        return beta >= 0 && beta < 1;
    }
}
