package org.earshot.trainer.app;

import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.log.ProgressLine;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.sets.DataSets;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.InputCondition;
import org.earshot.trainer.eval.score.ScoredSet;
import org.earshot.trainer.eval.score.SegmentPooling;
import org.earshot.trainer.eval.score.SetScorer;
import picocli.CommandLine.Option;

/** How a command runs a model over data sets. */
final class ScoringOptions {
    @Option(names = "--device", defaultValue = "cpu", description = "auto, cpu, cuda or cuda:N; default cpu")
    private String device;

    @Option(names = "--threads", description = "cores for the network; default all")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--clip-blocks",
            defaultValue = "10",
            description = "blocks in a clip, as in the detector's clip.blocks; default 10")
    private int clipBlocks;

    @Option(
            names = "--decoder",
            defaultValue = "stream",
            paramLabel = "stream|clip",
            description = "stream: events as the running detector confirms them (default); clip: the paper's"
                    + " whole-clip decoder")
    private EventDecoder.Mode mode;

    @Option(
            names = "--sensitivity",
            defaultValue = DetectorSettings.NORMAL,
            paramLabel = "S",
            description =
                    "operating point of the model, as in the detector: quiet, normal or sensitive; default normal")
    private String sensitivity;

    /** How the detector decides with this model at the operating point that is asked for. */
    DetectorSettings decisions(Manifest manifest) {
        return DetectorSettings.of(manifest, clipBlocks, sensitivity);
    }

    String sensitivity() {
        return sensitivity;
    }

    MaskNetwork open(ModelFile model) {
        return OnnxMaskNetwork.open(model, DeviceChoice.parse(device), new InferenceSettings(threads, 16));
    }

    EventDecoder.Mode mode() {
        return mode;
    }

    /** Scores the clips of a data set. */
    ScoredSet score(MaskNetwork network, String directory) {
        return score(network, directory, (SegmentPooling) null);
    }

    /** Scores the clips of a data set. @param segments adds the tags of segments; null for none */
    ScoredSet score(MaskNetwork network, String directory, SegmentPooling segments) {
        ClipDataset data = DataSets.open(directory, network.manifest().frontEnd());
        try (ProgressLine line = ProgressLine.onTerminal()) {
            return scorer(network, line, directory, segments).score(data);
        }
    }

    /** Scores the audio of a data set under a condition. */
    ScoredSet score(MaskNetwork network, String directory, InputCondition condition) {
        ClipDataset data = DataSets.open(directory, network.manifest().frontEnd());
        try (ProgressLine line = ProgressLine.onTerminal()) {
            return scorer(network, line, directory + ", " + condition.name(), null)
                    .score(data, condition);
        }
    }

    private SetScorer scorer(MaskNetwork network, ProgressLine line, String what, SegmentPooling segments) {
        return new SetScorer(network, clipBlocks, segments, share -> line.update(share, "scoring " + what));
    }
}
