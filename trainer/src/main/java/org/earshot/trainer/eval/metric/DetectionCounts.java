package org.earshot.trainer.eval.metric;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Counts from which a {@link DetectionReport} is made: reference, estimated and correct items per label, and the
 * substitutions, deletions and insertions over all labels.
 *
 * <p>Counts of several files can be added. Not safe for use by several threads.
 */
public final class DetectionCounts {
    private final List<String> labels;
    private final long[] reference;
    private final long[] estimated;
    private final long[] correct;
    private long substitutions;
    private long deletions;
    private long insertions;

    public DetectionCounts(Collection<String> labels) {
        this.labels = List.copyOf(labels);
        this.reference = new long[this.labels.size()];
        this.estimated = new long[this.labels.size()];
        this.correct = new long[this.labels.size()];
    }

    void addLabel(int label, long references, long estimates, long hits) {
        reference[label] += references;
        estimated[label] += estimates;
        correct[label] += hits;
    }

    void addErrors(long substituted, long deleted, long inserted) {
        substitutions += substituted;
        deletions += deleted;
        insertions += inserted;
    }

    /** Adds the counts of other files over the same labels, each {@code times} times. */
    public void add(DetectionCounts other, int times) {
        for (int k = 0; k < reference.length; k++) {
            addLabel(k, times * other.reference[k], times * other.estimated[k], times * other.correct[k]);
        }
        addErrors(times * other.substitutions, times * other.deletions, times * other.insertions);
    }

    /**
     * @param emptyIsZero true: the precision of a label without estimates is 0, as in the DCASE challenges; false: it
     *     is undefined and left out of the mean
     */
    public DetectionReport report(boolean emptyIsZero) {
        Map<String, DetectionScores> each = new LinkedHashMap<>();
        long allReference = 0;
        long allEstimated = 0;
        long allCorrect = 0;
        for (int k = 0; k < labels.size(); k++) {
            allReference += reference[k];
            allEstimated += estimated[k];
            allCorrect += correct[k];
            double deletion = rate(reference[k] - correct[k], reference[k]);
            double insertion = rate(estimated[k] - correct[k], reference[k]);
            double precision = estimated[k] == 0 && emptyIsZero ? 0 : rate(correct[k], estimated[k]);
            double recall = rate(correct[k], reference[k]);
            each.put(
                    labels.get(k),
                    new DetectionScores(
                            DetectionScores.f1(precision, recall),
                            precision,
                            recall,
                            deletion + insertion,
                            deletion,
                            insertion,
                            Double.NaN,
                            reference[k],
                            estimated[k]));
        }
        double precision = allEstimated == 0 && emptyIsZero ? 0 : rate(allCorrect, allEstimated);
        double recall = rate(allCorrect, allReference);
        DetectionScores micro = new DetectionScores(
                DetectionScores.f1(precision, recall),
                precision,
                recall,
                rate(substitutions, allReference) + rate(deletions, allReference) + rate(insertions, allReference),
                rate(deletions, allReference),
                rate(insertions, allReference),
                rate(substitutions, allReference),
                allReference,
                allEstimated);
        return new DetectionReport(micro, macro(each.values()), each);
    }

    private static DetectionScores macro(Collection<DetectionScores> each) {
        return new DetectionScores(
                mean(each, DetectionScores::f1),
                mean(each, DetectionScores::precision),
                mean(each, DetectionScores::recall),
                mean(each, DetectionScores::errorRate),
                mean(each, DetectionScores::deletion),
                mean(each, DetectionScores::insertion),
                Double.NaN,
                each.stream().mapToDouble(DetectionScores::reference).sum(),
                each.stream().mapToDouble(DetectionScores::estimated).sum());
    }

    private static double mean(Collection<DetectionScores> each, ToDoubleFunction<DetectionScores> measure) {
        return each.stream()
                .mapToDouble(measure)
                .filter(v -> !Double.isNaN(v))
                .average()
                .orElse(Double.NaN);
    }

    /** A count per reference item; NaN if there is none (sed_eval would divide by 2.2e-16). */
    private static double rate(long count, long of) {
        return of == 0 ? Double.NaN : (double) count / of;
    }
}
