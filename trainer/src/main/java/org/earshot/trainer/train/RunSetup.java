package org.earshot.trainer.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.earshot.trainer.data.clips.ClipDataset;

/**
 * Inputs of a run.
 *
 * @param folder folder for checkpoint, log and curve
 * @param recipe settings
 * @param training training clips
 * @param validation validation clips
 * @param data description of the clips for the checkpoint: folder, corpus hash and the like
 * @param maxMinutes time within which the schedule must finish, or infinity. The schedule then follows the clock or the
 *     recipe's clip-steps, whichever is ahead, so that a run on a busy machine still ends with a small learning rate;
 *     such a run is not reproducible bit for bit.
 * @param teachers networks to learn from in addition to the tags, or none
 */
public record RunSetup(
        Path folder,
        Recipe recipe,
        ClipDataset training,
        ClipDataset validation,
        Map<String, Object> data,
        double maxMinutes,
        List<StartingPoint> teachers) {
    static final String CHECKPOINT = "checkpoint.npz";

    /** A run without a teacher. */
    public RunSetup(
            Path folder,
            Recipe recipe,
            ClipDataset training,
            ClipDataset validation,
            Map<String, Object> data,
            double maxMinutes) {
        this(folder, recipe, training, validation, data, maxMinutes, List.of());
    }

    /** The newest checkpoint in the folder of a run. */
    public static Path checkpoint(Path folder) {
        return folder.resolve(CHECKPOINT);
    }
}
