package org.earshot.trainer.data.clips;

import java.util.random.RandomGenerator;

/** Endless sequence of clips to train on. Used by one thread. */
public interface ClipSampler {
    /** Index of the next clip in the data set. */
    int next(RandomGenerator random);
}
