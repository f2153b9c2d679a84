package org.earshot.trainer.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.choice.TagThresholdSearch;
import org.earshot.trainer.eval.metric.DetectionReport;
import org.earshot.trainer.eval.metric.DetectionScores;
import org.earshot.trainer.eval.metric.TaggingReport;
import org.earshot.trainer.eval.score.ClipScores;
import org.earshot.trainer.eval.score.Evaluation;
import org.earshot.trainer.eval.score.EvaluationReport;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSet;
import org.earshot.trainer.eval.score.SegmentPooling;
import org.earshot.trainer.eval.score.SetScorer;

/** The measures of a trained and exported network by name, taken with the detector's own scoring. */
final class RunMeasures {
    private static final int CLIP_BLOCKS = 1;

    private final MaskNetwork network;
    private final Protocol protocol;

    RunMeasures(MaskNetwork network, Protocol protocol) {
        this.network = network;
        this.protocol = protocol;
    }

    Map<String, Double> of(ExperimentData data) {
        Manifest manifest = network.manifest();
        List<Thresholds> thresholds = protocol.tunesGates() ? tuned(data) : manifest.thresholds();
        ScoredSet scored = new SetScorer(network, CLIP_BLOCKS, segments(manifest), share -> {}).score(data.test());
        return measures(new Evaluation(EventDecoder.of(EventDecoder.Mode.CLIP, manifest), thresholds, 0, 1).of(scored));
    }

    private SegmentPooling segments(Manifest manifest) {
        boolean asked = protocol.measures().contains("segment_pool.micro_f1");
        return asked && SegmentPooling.isPossible(manifest)
                ? SegmentPooling.of(manifest, Evaluation.SEGMENT_SECONDS)
                : null;
    }

    private List<Thresholds> tuned(ExperimentData data) {
        ScoredSet heldOut = new SetScorer(network, CLIP_BLOCKS, share -> {}).score(data.tuning());
        float[] gates = TagThresholdSearch.choose(
                heldOut.scores().stream().map(ClipScores::tags).toList(), heldOut.tags());
        List<Thresholds> thresholds = new ArrayList<>();
        for (int k = 0; k < gates.length; k++) {
            Thresholds paper = network.manifest().thresholds().get(k);
            thresholds.add(new Thresholds(gates[k], paper.high(), paper.low()));
        }
        return thresholds;
    }

    private static Map<String, Double> measures(EvaluationReport report) {
        Map<String, Double> measures = new LinkedHashMap<>();
        put(measures, "tagging", report.tagging());
        measures.put("tagging.micro_f1", report.tagging().micro().f1());
        if (report.events() != null) {
            put(measures, "frame", report.gatedFrames());
            DetectionScores events = report.events().macro();
            measures.put("event.f1", events.f1());
            measures.put("event.error_rate", events.errorRate());
            measures.put("event.deletion", events.deletion());
            measures.put("event.insertion", events.insertion());
            measures.put("event_20.f1", report.strictEvents().macro().f1());
            measures.put("segment.f1", report.segments().macro().f1());
            putMicro(measures, "segment", report.segments());
            if (report.pooledSegments() != null) {
                putMicro(measures, "segment_pool", report.pooledSegments());
            }
        }
        return measures;
    }

    private static void put(Map<String, Double> measures, String name, TaggingReport report) {
        measures.put(name + ".f1", report.macro().f1());
        measures.put(name + ".auc", report.macro().auc());
        measures.put(name + ".map", report.macro().averagePrecision());
    }

    private static void putMicro(Map<String, Double> measures, String name, DetectionReport report) {
        measures.put(name + ".micro_f1", report.micro().f1());
        measures.put(name + ".micro_error_rate", report.micro().errorRate());
    }
}
