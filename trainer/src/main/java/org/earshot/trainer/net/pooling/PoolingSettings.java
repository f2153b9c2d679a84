package org.earshot.trainer.net.pooling;

import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.export.FrameWeighting;

/**
 * The choices that the poolings leave open; each pooling reads its own section.
 *
 * @param fap of frequency-dependent auto-pooling
 * @param ap of auto-pooling
 * @param gwrp of global weighted rank pooling
 */
public record PoolingSettings(Fap fap, Ap ap, Gwrp gwrp) {

    /** How a bounded alpha is learnt. */
    public enum Parametrisation {
        /** Alpha itself, put back into its bounds after each step. */
        CLAMP,
        /** alpha = alphaMax * sigmoid(a), with a learnt freely. */
        SIGMOID
    }

    /**
     * @param alphaInit start value of alpha
     * @param alphaMax its upper bound
     * @param alphaRate what the learning rate is multiplied by for alpha
     * @param param how it is kept in its bounds
     * @param frameWeight how it weights the mels in the activity curve
     */
    public record Fap(
            float alphaInit, float alphaMax, float alphaRate, Parametrisation param, FrameWeighting frameWeight) {
        public Fap {
            if (!(alphaMax > 0 && alphaInit > 0 && alphaInit < alphaMax)) {
                throw new ConfigurationException(
                        "fap: 0 < alphaInit < alphaMax must hold, are " + alphaInit + " and " + alphaMax);
            }
        }
    }

    /**
     * @param alphaInit start value of alpha
     * @param min its lower bound
     * @param max its upper bound; may be infinite
     * @param alphaRate what the learning rate is multiplied by for alpha
     */
    public record Ap(float alphaInit, float min, float max, float alphaRate) {
        public Ap {
            if (!(min <= alphaInit && alphaInit <= max)) {
                throw new ConfigurationException(
                        "ap: min <= alphaInit <= max must hold, are " + min + ", " + alphaInit + " and " + max);
            }
        }
    }

    /** @param r weight of each rank relative to the one before: 0 takes the maximum, 1 the mean. */
    public record Gwrp(double r) {
        public Gwrp {
            if (!(r >= 0 && r <= 1)) {
                throw new ConfigurationException("gwrp.r: must lie in 0..1, is " + r);
            }
        }
    }
}
