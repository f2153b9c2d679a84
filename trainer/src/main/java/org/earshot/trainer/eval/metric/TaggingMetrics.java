package org.earshot.trainer.eval.metric;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.earshot.trainer.eval.metric.TaggingReport.LabelScores;

/**
 * Audio tagging measures: precision, recall and F1 at a threshold per label (decision score &gt; threshold), AUC and
 * average precision without one; per label, over all, and as mean over labels. Also used for frame-wise detection, with
 * frames in place of clips.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class TaggingMetrics {
    private final List<String> labels;
    private final List<RankedScores> ranked;
    private final long[] positives;

    private TaggingMetrics(List<String> labels, List<RankedScores> ranked, long[] positives) {
        this.labels = labels;
        this.ranked = ranked;
        this.positives = positives;
    }

    /**
     * @param labels K names
     * @param scores [items][K]
     * @param targets [items][K]
     */
    public static TaggingMetrics of(List<String> labels, List<float[]> scores, List<boolean[]> targets) {
        ScoreTable table = new ScoreTable(labels.size());
        for (int i = 0; i < scores.size(); i++) {
            table.add(i, scores.get(i), targets.get(i));
        }
        return of(labels, table);
    }

    public static TaggingMetrics of(List<String> labels, ScoreTable table) {
        RankedScores[] ranked = new RankedScores[labels.size()];
        long[] positives = new long[ranked.length];
        for (int k = 0; k < ranked.length; k++) {
            ranked[k] = table.ranked(k);
            positives[k] = table.positives(k);
        }
        return new TaggingMetrics(List.copyOf(labels), List.of(ranked), positives);
    }

    /** @param thresholds [K]. */
    public TaggingReport report(float[] thresholds) {
        return report(thresholds, null);
    }

    /** @param weights weight of each item's group, for the bootstrap; null for 1. */
    public TaggingReport report(float[] thresholds, int[] weights) {
        Map<String, LabelScores> each = new LinkedHashMap<>();
        BinaryScores all = new BinaryScores(0, 0, 0);
        for (int k = 0; k < labels.size(); k++) {
            BinaryScores at = ranked.get(k).at(thresholds[k], weights);
            all = all.plus(at);
            each.put(
                    labels.get(k),
                    new LabelScores(
                            at.f1(),
                            at.precision(),
                            at.recall(),
                            ranked.get(k).auc(weights),
                            ranked.get(k).averagePrecision(weights),
                            positives[k]));
        }
        return new TaggingReport(all, macro(each.values()), each);
    }

    private static LabelScores macro(Collection<LabelScores> each) {
        return new LabelScores(
                mean(each, LabelScores::f1),
                mean(each, LabelScores::precision),
                mean(each, LabelScores::recall),
                mean(each, LabelScores::auc),
                mean(each, LabelScores::averagePrecision),
                each.stream().mapToDouble(LabelScores::positives).sum());
    }

    private static double mean(Collection<LabelScores> each, ToDoubleFunction<LabelScores> measure) {
        return each.stream()
                .mapToDouble(measure)
                .filter(v -> !Double.isNaN(v))
                .average()
                .orElse(Double.NaN);
    }
}
