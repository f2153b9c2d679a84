package org.earshot.trainer.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.Version;
import org.earshot.core.files.WholeFile;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.ShippedModels;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.sets.DataSets;
import org.earshot.trainer.export.NetworkWeights;
import org.earshot.trainer.export.OnnxModelReader;
import org.earshot.trainer.export.OnnxModelWriter;
import org.earshot.trainer.export.ParityCheck;
import org.earshot.trainer.export.precision.Precision;
import org.earshot.trainer.train.Checkpoint;
import org.earshot.trainer.train.RunClips;
import org.earshot.trainer.train.RunExport;
import org.earshot.trainer.train.RunMean;
import org.earshot.trainer.train.RunSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot-trainer export}: makes a model file from a run. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Makes a model file from a run and compares it with the trained network.")
public final class ExportCommand implements Callable<Integer> {
    @Option(
            names = "--run",
            split = ",",
            paramLabel = "RUN",
            description =
                    "Folder of a run, or a checkpoint file. Several that started from the same weights give the mean"
                            + " of their weights, with batch-norm statistics from clips of --data.")
    private List<Path> runs = List.of();

    @Option(
            names = "--model",
            paramLabel = "M",
            description = "Instead of a run: a float32 model file, to be written in another precision with the same"
                    + " manifest.")
    private String model;

    @Option(
            names = "--precision",
            defaultValue = "fp32",
            description = "fp32, int8 (for CPUs) or fp16 (for CUDA). Default: ${DEFAULT-VALUE}")
    private Precision precision;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description =
                    "Training clips from which the ranges of int8 and the batch-norm statistics of several runs are"
                            + " taken, e.g. those that the run was trained on, in the form that train takes.")
    private String data;

    @Option(
            names = "--calibration-clips",
            paramLabel = "N",
            defaultValue = "64",
            description = "Number of clips of --data that are used. Default: ${DEFAULT-VALUE}")
    private int calibrationClips;

    @Option(names = "--output", required = true, paramLabel = "ONNX", description = "The model file.")
    private Path output;

    @Option(names = "--name", defaultValue = "earshot", description = "Name of the model. Default: ${DEFAULT-VALUE}")
    private String name;

    @Option(names = "--model-version", description = "Version of the model. Default: the program's.")
    private String version = Version.current();

    @Option(
            names = "--window",
            defaultValue = "15",
            paramLabel = "FRAMES[:AHEAD]",
            converter = WindowOption.class,
            description = "Frames of the sliding window over which the activity is pooled, odd, and those of them"
                    + " that lie ahead (default half); 0 for the network's own weighting of the mels. Default:"
                    + " ${DEFAULT-VALUE}")
    private ActivityCurve window;

    @Option(
            names = "--thresholds",
            defaultValue = "tags",
            paramLabel = "tags|paper",
            description = "tags: chosen from the tags of the run's validation clips; paper: 0.1, 0.2 and 0.1 for every"
                    + " label, to be chosen by the command thresholds. Default: ${DEFAULT-VALUE}")
    private FirstChoice thresholds;

    /** How the thresholds of a new model are chosen. */
    enum FirstChoice {
        TAGS,
        PAPER
    }

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (runs.isEmpty() == (model == null)) {
            throw new ConfigurationException("export: give either --run or --model");
        }
        if (precision == Precision.INT8 && data == null) {
            throw new ConfigurationException("export: int8 needs --data, the clips from which its ranges are chosen");
        }
        if (calibrationClips < 1) {
            throw new ConfigurationException("export: --calibration-clips must be at least 1, is " + calibrationClips);
        }
        if (runs.size() > 1 && data == null) {
            throw new ConfigurationException("export: the mean of several runs needs --data, the clips on which the"
                    + " statistics of its batch norms are taken");
        }
        if (runs.isEmpty()) {
            reduce(ShippedModels.open(model));
        } else {
            // An output that is there already stays until all is well.
            Path full = Files.createTempFile("earshot", ".onnx");
            try {
                writeRun(full);
                if (precision == Precision.FP32) {
                    WholeFile.write(output, Files.readAllBytes(full));
                } else {
                    reduce(ModelFile.read(full));
                }
            } finally {
                Files.delete(full);
            }
        }
        return ExitCodes.OK;
    }

    private void writeRun(Path to) throws IOException {
        Path run = runs.get(0);
        Checkpoint learnt = learnt();
        ParityCheck.Differences differences = RunExport.write(learnt, new RunExport.Naming(name, version, window), to);
        report(
                "largest difference from the trained network: %.1e in tags, %.1e in activity, %.1e in masks",
                differences.tags(), differences.activity(), differences.masks());
        if (thresholds == FirstChoice.TAGS) {
            RunClips clips = Files.isDirectory(run) ? RunClips.read(run) : null;
            report("%s", FirstThresholds.choose(to, clips == null && data != null ? new RunClips(data, data) : clips));
        }
    }

    private Checkpoint learnt() {
        List<Checkpoint> learnt = runs.stream()
                .map(one -> Checkpoint.read(Files.isDirectory(one) ? RunSetup.checkpoint(one) : one))
                .toList();
        if (learnt.size() == 1) {
            return learnt.get(0);
        }
        return RunMean.of(learnt, DataSets.open(data, learnt.get(0).state().frontEnd()));
    }

    private void reduce(ModelFile full) throws IOException {
        NetworkWeights weights = OnnxModelReader.read(full);
        List<float[]> clips = clips(full);
        byte[] bytes = OnnxModelWriter.bytes(precision.of(weights, clips), precision.of(full.manifest()));
        ModelFile reduced = ModelFile.read(bytes, output.toString());
        if (clips.isEmpty()) {
            WholeFile.write(output, bytes);
            report("written in %s", precision.name().toLowerCase(Locale.ROOT));
            return;
        }
        try (OnnxMaskNetwork before = open(full);
                OnnxMaskNetwork after = open(reduced)) {
            ParityCheck.Differences moved = ParityCheck.compare(before, after, clips);
            WholeFile.write(output, bytes);
            report(
                    "largest change from float32: %.3f in tags, %.3f in activity, %.3f in masks on %d clips",
                    moved.tags(), moved.activity(), moved.masks(), clips.size());
        }
    }

    private List<float[]> clips(ModelFile full) {
        List<float[]> clips = new ArrayList<>();
        if (data != null) {
            ClipDataset dataset = DataSets.open(data, full.manifest().frontEnd());
            int wanted = Math.min(calibrationClips, dataset.size());
            for (int i = 0; i < wanted; i++) {
                clips.add(dataset.features((int) ((long) i * dataset.size() / wanted)));
            }
        }
        return clips;
    }

    private static OnnxMaskNetwork open(ModelFile file) {
        return OnnxMaskNetwork.open(file, DeviceChoice.CPU, InferenceSettings.singleThreaded());
    }

    private void report(String format, Object... values) {
        spec.commandLine().getErr().println(output + ": " + String.format(Locale.ROOT, format, values));
    }
}
