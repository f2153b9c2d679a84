package org.earshot.trainer.net.pooling;

import java.util.List;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.export.FrameWeighting;

/**
 * Settings of the poolings; each pooling reads its own section.
 *
 * @param fap of frequency-dependent auto-pooling
 * @param ap of auto-pooling
 * @param gwrp of global weighted rank pooling
 */
public record PoolingSettings(Fap fap, Ap ap, Gwrp gwrp) {

    /** What shapes the output of a pooling beside its weights; the rest begins or paces its training. */
    public List<Object> shaping(String pooling) {
        return switch (pooling) {
            case FapPooling.NAME -> List.of(fap.param(), fap.alphaMax(), fap.frameWeight());
            case GwrpPooling.NAME -> List.of(gwrp.r());
            default -> List.of();
        };
    }

    /** How a bounded alpha is parametrised. */
    public enum Parametrisation {
        /** Alpha itself, clipped to its bounds after each step. */
        CLAMP,
        /** alpha = alphaMax * sigmoid(a), with an unbounded learnt a. */
        SIGMOID
    }

    /**
     * @param alphaInit start value of alpha
     * @param alphaMax its upper bound
     * @param alphaRate factor on the learning rate for alpha
     * @param param how alpha is kept within its bounds
     * @param frameWeight how alpha weights the mels in the activity curve
     */
    public record Fap(
            float alphaInit, float alphaMax, float alphaRate, Parametrisation param, FrameWeighting frameWeight) {
        public Fap {
            if (!(alphaRate >= 0)) {
                throw new ConfigurationException("fap.alphaRate: must not be negative, is " + alphaRate);
            }
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
     * @param alphaRate factor on the learning rate for alpha
     */
    public record Ap(float alphaInit, float min, float max, float alphaRate) {
        public Ap {
            if (!(alphaRate >= 0)) {
                throw new ConfigurationException("ap.alphaRate: must not be negative, is " + alphaRate);
            }
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
