package org.earshot.trainer.data.clips;

import java.util.random.RandomGenerator;

/** Every clip once, in random order, before any comes again. Used by one thread. */
public final class EpochSampler implements ClipSampler {
    private final int[] clips;
    private int used;

    /** @param clips indices of the clips, at least one */
    public EpochSampler(int[] clips) {
        if (clips.length == 0) {
            throw new IllegalArgumentException("no clips to sample from");
        }
        this.clips = clips.clone();
        this.used = clips.length;
    }

    @Override
    public int next(RandomGenerator random) {
        if (used == clips.length) {
            used = 0;
        }
        // One step of Fisher and Yates at a time.
        int pick = used + random.nextInt(clips.length - used);
        int clip = clips[pick];
        clips[pick] = clips[used];
        clips[used++] = clip;
        return clip;
    }
}
