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
        int size = Math.min(FEW, clips.size());
        int values = clips.frames() * clips.mels();
        float[] logMel = new float[size * values];
        for (int i = 0; i < size; i++) {
            clips.copyFeatures((int) ((long) i * clips.size() / size), 0, clips.frames(), logMel, i * values);
        }
        return new MelClips(logMel, size, clips.frames(), clips.mels());
    }

    /** @return [size, frames, mels] */
    @Override
    public NDArray apply(NDManager manager) {
        return manager.create(logMel, new Shape(size, frames, mels));
    }
}
