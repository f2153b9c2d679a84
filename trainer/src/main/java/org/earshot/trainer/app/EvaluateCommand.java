package org.earshot.trainer.app;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.Manifest;
import org.earshot.trainer.app.option.ModelOption;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.sets.DataSets;
import org.earshot.trainer.eval.report.ReportJson;
import org.earshot.trainer.eval.score.Evaluation;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.FalseAlarms;
import org.earshot.trainer.eval.score.ScoredSet;
import org.earshot.trainer.eval.score.SegmentPooling;
import org.earshot.trainer.separation.SeparationEvaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin
    private TestSetOptions test;

    @Option(
            names = "--separation",
            description = "also compare separated sounds and masks with the true ones; for mixtures of --style paper")
    private boolean separation;

    @Option(
            names = {"--segment-mode", "--t4.segmentMode"},
            defaultValue = "events",
            paramLabel = "events|pool",
            description =
                    "how a segment of 1 s is decided: events (default) by the events found; pool adds segment_pool,"
                            + " in which the model's pooling within each segment is compared with the gate, as"
                            + " TALNet is scored on DCASE 2017 task 4")
    private SegmentMode segmentMode;

    @Option(names = "--seed", defaultValue = "1", description = "seed of the bootstrap; default 1")
    private long seed;

    @Mixin
    private ScoringOptions scoring;

    @Mixin
    private JsonOutput out;

    /** How a segment is decided. */
    enum SegmentMode {
        EVENTS,
        POOL
    }

    @Override
    public Integer call() {
        test.check();
        Map<String, Object> json = new LinkedHashMap<>();
        try (MaskNetwork network = scoring.open(model.open())) {
            Manifest manifest = network.manifest();
            DetectorSettings decided = scoring.decisions(manifest);
            EventDecoder decoder = EventDecoder.of(scoring.mode(), decided, manifest);
            SegmentPooling segments =
                    segmentMode == SegmentMode.POOL ? SegmentPooling.of(manifest, Evaluation.SEGMENT_SECONDS) : null;
            ScoredSet set = scoring.score(network, test.data(), segments);
            json.put("model", model(network));
            json.put("data", data(set));
            json.putAll(ReportJson.of(new Evaluation(decoder, decided.thresholds(), test.bootstrap(), seed).of(set)));
            ScoredSet quiet = test.background(network, scoring);
            if (quiet != null) {
                json.put("false_alarms", ReportJson.of(FalseAlarms.count(quiet, decoder, decided.thresholds())));
            }
            if (separation) {
                ClipDataset mixtures = DataSets.open(test.data(), manifest.frontEnd());
                json.put(
                        "separation", SeparationEvaluation.of(network, mixtures).json());
            }
            Map<String, Object> others = new LinkedHashMap<>();
            Evaluation withoutIntervals = new Evaluation(decoder, decided.thresholds(), 0, seed);
            for (TestSetOptions.Variant variant : test.variants(network, scoring)) {
                others.put(variant.name(), ReportJson.of(withoutIntervals.of(variant.set())));
            }
            if (!others.isEmpty()) {
                json.put("conditions", others);
            }
        }
        out.print(json);
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
        json.put("directory", test.data());
        json.put("clips", set.size());
        json.put("hours", set.hours());
        return json;
    }
}
