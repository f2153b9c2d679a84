package org.earshot.trainer.train;

/**
 * Constants of Adam (Kingma and Ba 2015), with decoupled weight decay if that is not 0 (Loshchilov and Hutter 2019).
 *
 * @param beta1 decay of the mean of the gradients
 * @param beta2 decay of the mean of their squares
 * @param epsilon added to the denominator
 * @param weightDecay share by which a weight decays in a step of learning rate 1
 */
public record AdamSettings(float beta1, float beta2, float epsilon, float weightDecay) {}
