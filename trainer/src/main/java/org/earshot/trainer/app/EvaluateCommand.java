package org.earshot.trainer.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.Manifest;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.sets.DataSets;
import org.earshot.trainer.eval.report.ReportJson;
import org.earshot.trainer.eval.score.Evaluation;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.FalseAlarms;
import org.earshot.trainer.eval.score.InputCondition;
import org.earshot.trainer.eval.score.ScoredSet;
import org.earshot.trainer.eval.score.SegmentPooling;
import org.earshot.trainer.separation.SeparationEvaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evaluate}: every measure of a model on a data set, as JSON on standard output. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures a model on a data set with the detector's own scoring and decoding: tagging, frames,"
                + " events, segments, false alarms, per label and overall. JSON on standard output.")
public final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    private ModelOption model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATA",
            description = "folder with tags.csv, or KIND:DIR for a public set")
    private String data;

    @Option(
            names = "--background",
            paramLabel = "DATA",
            description = "data set without labelled sounds for the false alarms; default the clips of --data without"
                    + " tags")
    private String background;

    @Mixin
    private ConditionsOption conditions;

    @Option(
            names = "--separation",
            description = "also hold the separated sounds and the masks against the true ones; for mixtures of --style"
                    + " paper")
    private boolean separation;

    @Option(
            names = {"--segment-mode", "--t4.segmentMode"},
            defaultValue = "events",
            paramLabel = "events|pool",
            description =
                    "what decides a segment of 1 s: events (default) the events found; pool adds segment_pool, the"
                            + " model's pooling inside each segment held against the gate, as TALNet is scored on DCASE 2017"
                            + " task 4")
    private SegmentMode segmentMode;

    @Option(
            names = "--bootstrap",
            defaultValue = "200",
            paramLabel = "ROUNDS",
            description = "draws for the 95 %% intervals, 0 for none; default 200")
    private int bootstrap;

    @Option(names = "--seed", defaultValue = "1", description = "of the draws; default 1")
    private long seed;

    @Mixin
    private ScoringOptions scoring;

    @Spec
    private CommandSpec spec;

    /** What decides a segment. */
    enum SegmentMode {
        EVENTS,
        POOL
    }

    @Override
    public Integer call() {
        List<InputCondition> heardAs = conditions.parsed();
        Map<String, Object> json = new LinkedHashMap<>();
        try (MaskNetwork network = scoring.open(model.open())) {
            Manifest manifest = network.manifest();
            DetectorSettings decided = scoring.decisions(manifest);
            EventDecoder decoder = EventDecoder.of(scoring.mode(), decided, manifest);
            SegmentPooling segments =
                    segmentMode == SegmentMode.POOL ? SegmentPooling.of(manifest, Evaluation.SEGMENT_SECONDS) : null;
            ScoredSet set = scoring.score(network, data, segments);
            json.put("model", model(network));
            json.put("data", data(set));
            json.putAll(ReportJson.of(new Evaluation(decoder, decided.thresholds(), bootstrap, seed).of(set)));
            if (background != null) {
                ScoredSet quiet = scoring.score(network, background).backgrounds();
                json.put("false_alarms", ReportJson.of(FalseAlarms.count(quiet, decoder, decided.thresholds())));
            }
            if (separation) {
                ClipDataset mixtures = DataSets.open(data, manifest.frontEnd());
                json.put(
                        "separation", SeparationEvaluation.of(network, mixtures).json());
            }
            Map<String, Object> others = new LinkedHashMap<>();
            Evaluation withoutIntervals = new Evaluation(decoder, decided.thresholds(), 0, seed);
            for (InputCondition condition : heardAs) {
                ScoredSet heard = scoring.score(network, data, condition);
                others.put(condition.name(), ReportJson.of(withoutIntervals.of(heard)));
            }
            if (!others.isEmpty()) {
                json.put("conditions", others);
            }
        }
        spec.commandLine().getOut().println(ReportJson.text(json));
        spec.commandLine().getOut().flush();
        return ExitCodes.OK;
    }

    private Map<String, Object> model(MaskNetwork network) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", network.manifest().name());
        json.put("version", network.manifest().version());
        json.put("sha256", network.sha256());
        json.put("device", network.device());
        json.put("decoder", scoring.mode().name().toLowerCase(Locale.ROOT));
        json.put("sensitivity", scoring.sensitivity());
        return json;
    }

    private Map<String, Object> data(ScoredSet set) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("directory", data);
        json.put("clips", set.size());
        json.put("hours", set.hours());
        return json;
    }
}
