package org.earshot.trainer.train;

/**
 * Constants of Adam (Kingma and Ba 2015), with decoupled weight decay where that is not 0 (Loshchilov and Hutter 2019).
 *
 * @param beta1 decay of the mean of the gradients
 * @param beta2 decay of the mean of their squares
 * @param epsilon floor of the denominator
 * @param weightDecay share of a weight that a step of learning rate 1 takes away
 */
public record AdamSettings(float beta1, float beta2, float epsilon, float weightDecay) {}
