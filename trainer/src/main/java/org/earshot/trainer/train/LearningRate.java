package org.earshot.trainer.train;

import org.earshot.core.model.ConfigurationException;

/**
 * The learning rate during a run.
 *
 * @param peak largest value
 * @param schedule how it falls
 * @param warmup share of the run in which the rate rises linearly from 0 to the peak
 * @param decay factor by which {@code STEPS} falls
 * @param decayEvery training steps between two falls of {@code STEPS}
 */
public record LearningRate(double peak, Schedule schedule, double warmup, double decay, long decayEvery) {
    public LearningRate {
        if (!(peak >= 0 && Double.isFinite(peak)) || !(warmup >= 0 && warmup < 1)) {
            throw new ConfigurationException(
                    "train.rate: peak must not be negative and warmup at least 0 and less than 1, are " + peak + " and "
                            + warmup);
        }
        if (schedule == Schedule.STEPS && (!(decay > 0 && decay <= 1) || decayEvery < 1)) {
            throw new ConfigurationException(
                    "train.rate: decay must be positive and at most 1, and decayEvery at least 1," + " are " + decay
                            + " and " + decayEvery);
        }
    }

    /** How the rate falls from its peak. */
    public enum Schedule {
        /** Half a cosine, to 0 at the end of the run (Loshchilov and Hutter 2017). */
        COSINE,
        /** By a factor at regular intervals (Liu et al. 2021: 0.9 every 1000 steps). */
        STEPS
    }

    /**
     * @param progress share of the run that is done, 0..1
     * @param step number of the step, from 0
     */
    public double at(double progress, long step) {
        if (progress < warmup) {
            return peak * (progress + 1e-3) / (warmup + 1e-3);
        }
        return switch (schedule) {
            case COSINE -> {
                double done = Math.min(1, (progress - warmup) / (1 - warmup));
                yield peak * 0.5 * (1 + Math.cos(Math.PI * done));
            }
            case STEPS -> {
                long decays = step / decayEvery;
                yield peak * Math.pow(decay, decays);
            }
        };
    }
}
