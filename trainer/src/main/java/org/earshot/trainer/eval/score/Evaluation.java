package org.earshot.trainer.eval.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.metric.Bootstrap;
import org.earshot.trainer.eval.metric.DetectionCounts;
import org.earshot.trainer.eval.metric.DetectionReport;
import org.earshot.trainer.eval.metric.EventMetrics;
import org.earshot.trainer.eval.metric.EventRow;
import org.earshot.trainer.eval.metric.EventTolerance;
import org.earshot.trainer.eval.metric.FrameMetrics;
import org.earshot.trainer.eval.metric.Interval;
import org.earshot.trainer.eval.metric.SegmentMetrics;
import org.earshot.trainer.eval.metric.TaggingMetrics;
import org.earshot.trainer.eval.metric.TaggingReport;

/**
 * Computes all measures of scored clips (Liu et al. 2021, section 3.4; Mesaros et al. 2016): tags, frames, events, 1-s
 * segments, false alarms, and bootstrap intervals of the means.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Evaluation {
    /** Length of the segments of the segment-based measures. */
    public static final double SEGMENT_SECONDS = 1;

    private final EventDecoder decoder;
    private final List<Thresholds> thresholds;
    private final int bootstrapRounds;
    private final long seed;

    /** @param bootstrapRounds 0 for no intervals */
    public Evaluation(EventDecoder decoder, List<Thresholds> thresholds, int bootstrapRounds, long seed) {
        this.decoder = decoder;
        this.thresholds = List.copyOf(thresholds);
        this.bootstrapRounds = bootstrapRounds;
        this.seed = seed;
    }

    public EvaluationReport of(ScoredSet set) {
        TaggingMetrics tagging = TaggingMetrics.of(
                set.labels(), set.scores().stream().map(ClipScores::tags).toList(), set.tags());
        TaggingMetrics stream = TaggingMetrics.of(
                set.labels(), set.scores().stream().map(ClipScores::highestTags).toList(), set.tags());
        float[] gates = each(Thresholds::gate);
        float[] half = new float[thresholds.size()];
        Arrays.fill(half, 0.5f);
        FalseAlarms alarms = FalseAlarms.count(set.backgrounds(), decoder, thresholds);
        if (!set.strong()) {
            Map<String, Interval> intervals = bootstrap(set).intervals(weights -> tagging(tagging, gates, weights));
            return new EvaluationReport(
                    tagging.report(gates),
                    stream.report(gates),
                    tagging.report(half),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    intervals,
                    alarms);
        }
        TaggingMetrics frames = frames(set, false);
        PerClip events = new PerClip();
        PerClip strict = new PerClip();
        PerClip segments = new PerClip();
        EventMetrics paper = new EventMetrics(set.labels(), EventTolerance.PAPER);
        EventMetrics dcase = new EventMetrics(set.labels(), EventTolerance.DCASE);
        SegmentMetrics seconds = new SegmentMetrics(set.labels(), SEGMENT_SECONDS);
        for (int i = 0; i < set.size(); i++) {
            List<EventRow> truth = set.events().get(i);
            List<EventRow> found = set.detections(i, decoder, thresholds);
            events.add(paper.count(truth, found));
            strict.add(dcase.count(truth, found));
            segments.add(seconds.count(truth, found));
        }
        Map<String, Interval> intervals = bootstrap(set).intervals(weights -> {
            Map<String, Double> measures = tagging(tagging, gates, weights);
            TaggingReport f = frames.report(each(Thresholds::low), weights);
            measures.put("frame.map", f.macro().averagePrecision());
            measures.put("frame.auc", f.macro().auc());
            put(measures, "event", events.report(set.labels(), weights));
            put(measures, "segment", segments.report(set.labels(), weights));
            return measures;
        });
        return new EvaluationReport(
                tagging.report(gates),
                stream.report(gates),
                tagging.report(half),
                frames.report(each(Thresholds::low)),
                frames(set, true).report(each(Thresholds::low)),
                events.report(set.labels(), null),
                strict.report(set.labels(), null),
                segments.report(set.labels(), null),
                set.size() == 0 || set.scores().get(0).segmentTags() == null ? null : pooledSegments(set),
                intervals,
                alarms);
    }

    private TaggingMetrics frames(ScoredSet set, boolean gated) {
        FrameMetrics frames = new FrameMetrics(set.labels(), 1 / set.frameSeconds());
        for (int i = 0; i < set.size(); i++) {
            ClipScores clip = set.scores().get(i);
            float[][] curves = clip.activity().clone();
            for (int k = 0; k < curves.length; k++) {
                if (gated && decoder.clipTag(clip, k) <= thresholds.get(k).gate()) {
                    curves[k] = new float[curves[k].length];
                }
            }
            frames.add(i, curves, set.events().get(i));
        }
        return frames.metrics();
    }

    /**
     * Segments decided by their own tags instead of by events (Wang, Li and Metze 2019): active from the gate upwards.
     */
    private DetectionReport pooledSegments(ScoredSet set) {
        SegmentMetrics metrics = new SegmentMetrics(set.labels(), SEGMENT_SECONDS);
        DetectionCounts sum = new DetectionCounts(set.labels());
        for (int i = 0; i < set.size(); i++) {
            float[][] tags = set.scores().get(i).segmentTags();
            BitSet[] said = new BitSet[thresholds.size()];
            for (int k = 0; k < said.length; k++) {
                said[k] = new BitSet();
                for (int s = 0; s < tags.length; s++) {
                    said[k].set(s, tags[s][k] >= thresholds.get(k).gate());
                }
            }
            sum.add(metrics.count(metrics.roll(set.events().get(i)), said), 1);
        }
        return sum.report(true);
    }

    private Bootstrap bootstrap(ScoredSet set) {
        return new Bootstrap(set.size(), bootstrapRounds, seed);
    }

    private float[] each(Part part) {
        float[] values = new float[thresholds.size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = part.of(thresholds.get(k));
        }
        return values;
    }

    private static Map<String, Double> tagging(TaggingMetrics metrics, float[] gates, int[] weights) {
        TaggingReport report = metrics.report(gates, weights);
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("tagging.map", report.macro().averagePrecision());
        measures.put("tagging.auc", report.macro().auc());
        measures.put("tagging.f1", report.macro().f1());
        return measures;
    }

    private static void put(Map<String, Double> measures, String name, DetectionReport report) {
        measures.put(name + ".f1", report.macro().f1());
        measures.put(name + ".error_rate", report.macro().errorRate());
        measures.put(name + ".micro_f1", report.micro().f1());
    }

    private interface Part {
        float of(Thresholds thresholds);
    }

    /** Counts of each clip, so that clips can be resampled. */
    private static final class PerClip {
        private final List<DetectionCounts> clips = new ArrayList<>();

        void add(DetectionCounts counts) {
            clips.add(counts);
        }

        DetectionReport report(List<String> labels, int[] weights) {
            DetectionCounts sum = new DetectionCounts(labels);
            for (int i = 0; i < clips.size(); i++) {
                if (weights == null || weights[i] > 0) {
                    sum.add(clips.get(i), weights == null ? 1 : weights[i]);
                }
            }
            return sum.report(true);
        }
    }
}
