package org.earshot.trainer.data.clips;

import java.util.random.RandomGenerator;

/** Changes the features of one clip on their way into a batch. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface FeatureAugmentation {
    /** Changes nothing. */
    FeatureAugmentation NONE = (logMel, offset, frames, mels, random) -> {};

    /** @param logMel features of a batch; those of the clip are {@code [offset, offset + frames * mels)} */
    void apply(float[] logMel, int offset, int frames, int mels, RandomGenerator random);

    /** Applies this augmentation and then the next. */
    default FeatureAugmentation then(FeatureAugmentation next) {
        return (logMel, offset, frames, mels, random) -> {
            apply(logMel, offset, frames, mels, random);
            next.apply(logMel, offset, frames, mels, random);
        };
    }
}
