package org.earshot.trainer.train;

import java.nio.file.Path;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.data.clips.ClipDataset;

/** Tags that a model file gives. */
final class Scored {
    private Scored() {}

    /** [labels] of the data set's first clip. */
    static float[] by(Path model, ClipDataset clips) {
        try (OnnxMaskNetwork network =
                OnnxMaskNetwork.open(ModelFile.read(model), DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            return network.score(clips.features(0), 1, clips.frames()).tags();
        }
    }
}
