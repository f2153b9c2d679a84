package org.earshot.trainer.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.earshot.core.files.WholeFile;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.log.ProgressLine;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.clips.ValidationPart;
import org.earshot.trainer.data.sets.DataSets;
import org.earshot.trainer.eval.choice.WeakThresholds;
import org.earshot.trainer.eval.score.SetScorer;
import org.earshot.trainer.export.ManifestStamp;
import org.earshot.trainer.train.DataRecord;
import org.earshot.trainer.train.RunClips;

/**
 * Chooses thresholds for a newly exported model from the tags of its run's own clips, so that it can be used at once.
 */
final class FirstThresholds {
    private static final int BLOCKS = 10;
    private static final int MAX_CLIPS = 300;
    private static final int FEW_CLIPS = 40;

    private FirstThresholds() {}

    /**
     * Rewrites the model file with the thresholds chosen.
     *
     * @param clips location of the run's clips; null if it is not known
     * @return one line that says what was done
     */
    static String choose(Path model, RunClips clips) throws IOException {
        String otherwise = "thresholds are still the paper's (gate 0.1, high 0.2, low 0.1), because ";
        if (clips == null) {
            return otherwise + "the run does not record where its clips are; choose thresholds with earshot-trainer"
                    + " thresholds";
        }
        ModelFile file = ModelFile.read(model);
        ClipDataset chosen;
        String which;
        try {
            FrontEnd frontEnd = file.manifest().frontEnd();
            ClipDataset judged = clips.validation() == null
                    ? heldOut(DataSets.open(clips.data(), frontEnd))
                    : DataSets.open(clips.validation(), frontEnd);
            boolean few = judged.size() < FEW_CLIPS;
            // Those of a run that does not say so were chosen by their rows, which may have moved since.
            boolean held = clips.validation() != null
                    || DataRecord.BY_NAME.equals(file.manifest().training().get(DataRecord.HELD_OUT));
            chosen = some(few || !held ? DataSets.open(clips.data(), frontEnd) : judged);
            which = !held
                    ? "clips of the run, because it does not say which of them it was validated on"
                    : few ? "training clips, because there are few others" : "validation clips";
        } catch (DataException e) {
            return otherwise + "the run's clips cannot be read: " + e.getMessage();
        }
        try (MaskNetwork network = OnnxMaskNetwork.open(file, DeviceChoice.CPU, InferenceSettings.singleThreaded());
                ProgressLine line = ProgressLine.onTerminal()) {
            SetScorer scorer = new SetScorer(network, BLOCKS, share -> line.update(share, "choosing thresholds"));
            WeakThresholds.Choice choice = WeakThresholds.choose(file.manifest(), scorer.score(chosen));
            WholeFile.write(
                    model, ManifestStamp.stamp(file.bytes(), file.manifest().withThresholds(choice.thresholds())));
            return "thresholds chosen from the tags of " + chosen.size() + " " + which
                    + (choice.kept().isEmpty()
                            ? ""
                            : "; the paper's for " + choice.kept() + ", which these clips do not separate")
                    + "; earshot-trainer thresholds chooses better ones from clips with event times";
        }
    }

    private static ClipDataset heldOut(ClipDataset all) {
        return all.subset(ValidationPart.of(all).part());
    }

    private static ClipDataset some(ClipDataset all) {
        int wanted = Math.min(MAX_CLIPS, all.size());
        return all.subset(IntStream.range(0, wanted)
                .map(i -> (int) ((long) i * all.size() / wanted))
                .toArray());
    }
}
