package org.earshot.trainer.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.earshot.detector.app.ExitCodes;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.log.ProgressLine;
import org.earshot.detector.model.ActivityCurve;
import org.earshot.detector.model.ConfigurationException;
import org.earshot.detector.model.Manifest;
import org.earshot.detector.model.ModelFile;
import org.earshot.detector.model.Thresholds;
import org.earshot.trainer.eval.ClipScores;
import org.earshot.trainer.eval.LabelChoice;
import org.earshot.trainer.eval.ReportJson;
import org.earshot.trainer.eval.ScoredSet;
import org.earshot.trainer.eval.TagThresholdSearch;
import org.earshot.trainer.eval.ThresholdChoice;
import org.earshot.trainer.eval.ThresholdGoal;
import org.earshot.trainer.eval.ThresholdSearch;
import org.earshot.trainer.eval.ThresholdSpace;
import org.earshot.trainer.eval.VariantNetwork;
import org.earshot.trainer.export.ManifestStamp;
import org.earshot.trainer.export.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thresholds}: chooses a model's thresholds on validation clips and writes them into its manifest. */
@Command(
        name = "thresholds",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Chooses gate, high and low of every label for the best F1 of events, segments and tags on"
                        + " validation clips under a limit of false alarms an hour, and writes a model file with them. JSON on standard output.")
public final class ThresholdsCommand implements Callable<Integer> {
    @Mixin
    private ModelOption model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATA",
            description = "validation set with known events; never the set that is reported")
    private String data;

    @Option(
            names = "--background",
            split = ",",
            paramLabel = "DATA",
            description = "data sets without labelled sounds, on which alarms are counted; the clips of --data without"
                    + " events count too")
    private List<String> background = List.of();

    @Option(names = "--max-alarms", defaultValue = "2", description = "false alarms an hour and label; default 2")
    private double maxAlarms;

    @Option(
            names = "--weights",
            split = ",",
            arity = "1",
            defaultValue = "1,0.5,0.25",
            paramLabel = "EVENT,SEGMENT,TAG",
            description = "weights of event F1, 1-s segment F1 and tag F1; default 1,0.5,0.25")
    private List<Double> weights;

    @Option(
            names = "--min-event-frames",
            split = ",",
            defaultValue = "3,5,8,12",
            description = "shortest events to try; default 3,5,8,12")
    private List<Integer> minEventFrames;

    @Option(
            names = "--max-gap-frames",
            split = ",",
            defaultValue = "5,10,20,30",
            description = "longest gaps to try; default 5,10,20,30")
    private List<Integer> maxGapFrames;

    @Option(
            names = "--window",
            paramLabel = "FRAMES[:AHEAD]",
            converter = WindowOption.class,
            description = "gives the model another window of the activity as well, and those of its frames that lie"
                    + " ahead; default its own")
    private ActivityCurve window;

    @Option(
            names = "--tags-only",
            description = "choose the gates alone, for the F1 of the clip tags over all labels (DCASE 2017 task 4);"
                    + " --data need not say when events are heard")
    private boolean tagsOnly;

    @Option(names = "--output", required = true, paramLabel = "ONNX", description = "the model with the thresholds")
    private Path output;

    @Mixin
    private ScoringOptions scoring;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ModelFile file = model.open();
        try (MaskNetwork own = scoring.open(file)) {
            MaskNetwork network = window == null ? own : new VariantNetwork(own, window);
            ScoredSet validation = scoring.score(network, data);
            if (tagsOnly) {
                write(ManifestStamp.stamp(file.bytes(), file.manifest().withThresholds(gates(file, validation))));
                return ExitCodes.OK;
            }
            if (!validation.strong()) {
                throw new ConfigurationException("thresholds: " + data + " does not say when its events are heard");
            }
            ScoredSet quiet = validation.backgrounds();
            for (String more : background) {
                quiet = quiet.with(scoring.score(network, more).backgrounds());
            }
            if (quiet.size() == 0) {
                throw new ConfigurationException(
                        "thresholds: no clip without events to count alarms on; give --background");
            }
            ThresholdChoice choice = choose(network.manifest(), validation, quiet);
            write(ManifestStamp.stamp(file.bytes(), with(network.manifest(), choice)));
            spec.commandLine().getOut().println(ReportJson.text(json(choice)));
            spec.commandLine().getOut().flush();
        }
        return ExitCodes.OK;
    }

    private ThresholdChoice choose(Manifest manifest, ScoredSet validation, ScoredSet quiet) {
        ThresholdSpace space = ThresholdSpace.usual(minEventFrames, maxGapFrames);
        try (ProgressLine line = ProgressLine.onTerminal()) {
            return new ThresholdSearch(space, goal(), scoring.mode())
                    .choose(manifest, validation, quiet, share -> line.update(share, "choosing thresholds"));
        }
    }

    private static List<Thresholds> gates(ModelFile file, ScoredSet validation) {
        float[] gates = TagThresholdSearch.choose(
                validation.scores().stream().map(ClipScores::tags).toList(), validation.tags());
        List<Thresholds> thresholds = new ArrayList<>();
        for (int k = 0; k < gates.length; k++) {
            Thresholds old = file.manifest().thresholds().get(k);
            thresholds.add(new Thresholds(gates[k], old.high(), old.low()));
        }
        return thresholds;
    }

    private ThresholdGoal goal() {
        if (weights.size() != 3) {
            throw new ConfigurationException("thresholds: --weights must be three numbers, are " + weights);
        }
        return new ThresholdGoal(weights.get(0), weights.get(1), weights.get(2), maxAlarms);
    }

    private Manifest with(Manifest old, ThresholdChoice choice) {
        Map<String, Object> training = new LinkedHashMap<>(old.training());
        training.put("thresholds", json(choice));
        return new Manifest(
                old.name(),
                old.version(),
                old.labels(),
                old.frontEnd(),
                old.activity(),
                old.receptiveFrames(),
                old.pooling(),
                old.streams(),
                choice.thresholds(),
                choice.minEventFrames(),
                choice.maxGapFrames(),
                old.alpha(),
                training);
    }

    private Map<String, Object> json(ThresholdChoice choice) {
        Map<String, Object> labels = new LinkedHashMap<>();
        for (LabelChoice label : choice.labels()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("gate", label.thresholds().gate());
            entry.put("high", label.thresholds().high());
            entry.put("low", label.thresholds().low());
            entry.put("event_f1", label.events().f1());
            entry.put("event_precision", label.events().precision());
            entry.put("event_recall", label.events().recall());
            entry.put("segment_f1", label.segments().f1());
            entry.put("tag_f1", label.tags().f1());
            entry.put("alarms_per_hour", label.alarmsPerHour());
            labels.put(label.label(), entry);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "chosen_for",
                "the largest " + weights.get(0) + " x event F1 (200 ms / 50 %) + " + weights.get(1)
                        + " x segment F1 (1 s) + " + weights.get(2) + " x tag F1 on validation clips");
        json.put("data", data);
        json.put("max_alarms_per_hour", maxAlarms);
        json.put("background_hours", choice.backgroundHours());
        json.put("decoder", scoring.mode().name().toLowerCase(Locale.ROOT));
        json.put("min_event_frames", choice.minEventFrames());
        json.put("max_gap_frames", choice.maxGapFrames());
        json.put("event_macro_f1", choice.macroF1());
        json.put("segment_macro_f1", choice.macroSegmentF1());
        json.put("labels", labels);
        return json;
    }

    private void write(byte[] bytes) throws IOException {
        ModelFile.read(bytes, output.toString());
        WholeFile.write(output, bytes);
    }
}
