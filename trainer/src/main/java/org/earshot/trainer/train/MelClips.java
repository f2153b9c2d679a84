package org.earshot.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.Function;
import org.earshot.trainer.data.clips.ClipDataset;

/**
 * Whole clips as an array of the training library.
 *
 * @param logMel [size][frames][mels]
 * @param size number of clips
 */
record MelClips(float[] logMel, int size, int frames, int mels) implements Function<NDManager, NDArray> {
    private static final int FEW = 8;

    /** A few clips, evenly spread over the data set. */
    static MelClips spread(ClipDataset clips) {
        return spread(clips, 0, 1, Math.min(FEW, clips.size()));
    }

    /**
     * One of several batches that are each spread evenly over the data set and have no clip in common.
     *
     * @param batch number of the batch, from 0
     * @param size clips of each batch; those of all batches are at most those of the data set
     */
    static MelClips spread(ClipDataset clips, int batch, int batches, int size) {
        int values = clips.frames() * clips.mels();
        float[] logMel = new float[size * values];
        for (int i = 0; i < size; i++) {
            int clip = (int) (((long) i * batches + batch) * clips.size() / ((long) size * batches));
            clips.copyFeatures(clip, 0, clips.frames(), logMel, i * values);
        }
        return new MelClips(logMel, size, clips.frames(), clips.mels());
    }

    /** @return [size, frames, mels] */
    @Override
    public NDArray apply(NDManager manager) {
        return manager.create(logMel, new Shape(size, frames, mels));
    }
}
