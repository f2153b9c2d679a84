package org.earshot.trainer.train;

import java.nio.file.Path;
import java.util.Map;
import org.earshot.trainer.data.clips.ClipDataset;

/**
 * What a run is started with.
 *
 * @param folder where checkpoint, log and curve go
 * @param recipe the choices
 * @param training clips to learn from
 * @param validation clips to judge by
 * @param data what the checkpoint says of the clips: folder, corpus hash and the like
 * @param maxMinutes time after which the schedule must have come to its end, or infinity. The schedule then follows
 *     whichever is further, the clock or the recipe's clip-steps, so that a run on a busy machine still ends with a
 *     small learning rate; such a run does not repeat bit for bit.
 * @param teacher a network to learn from beside the tags, or null
 */
public record RunSetup(
        Path folder,
        Recipe recipe,
        ClipDataset training,
        ClipDataset validation,
        Map<String, Object> data,
        double maxMinutes,
        StartingPoint teacher) {
    static final String CHECKPOINT = "checkpoint.npz";

    /** A run without a teacher. */
    public RunSetup(
            Path folder,
            Recipe recipe,
            ClipDataset training,
            ClipDataset validation,
            Map<String, Object> data,
            double maxMinutes) {
        this(folder, recipe, training, validation, data, maxMinutes, null);
    }

    /** The newest checkpoint of a run's folder. */
    public static Path checkpoint(Path folder) {
        return folder.resolve(CHECKPOINT);
    }
}
