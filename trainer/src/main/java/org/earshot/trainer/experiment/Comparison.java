package org.earshot.trainer.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A claim of the paper that one row of a table is better than another. Runs of the same seed and fold are compared with
 * each other, so that what the seed and the clips have in common cancels out.
 *
 * @param better name of the row that the paper finds better
 * @param worse name of the other row
 */
public record Comparison(String better, String worse) {
    /** Differences {@code better - worse} of a measure, one for each seed and fold that both rows have. */
    Spread difference(List<RunResult> results, String measure) {
        Map<String, Double> others = results.stream()
                .filter(r -> r.variant().equals(worse) && r.measures().containsKey(measure))
                .collect(Collectors.toMap(Comparison::pair, r -> r.measures().get(measure), (first, again) -> first));
        List<Double> differences = new ArrayList<>();
        for (RunResult run : results) {
            Double other = others.get(pair(run));
            Double own = run.measures().get(measure);
            if (run.variant().equals(better) && own != null && other != null) {
                differences.add(own - other);
            }
        }
        return Spread.of(differences);
    }

    /**
     * The difference with its interval and what it says on the claim: {@code yes} if the whole interval lies above 0,
     * {@code no} if it lies below, {@code open} if it contains 0.
     */
    static String cell(Spread difference) {
        if (difference.count() == 0) {
            return "-";
        }
        String mean = String.format(Locale.ROOT, "%+.3f", difference.mean());
        if (!difference.hasInterval()) {
            return mean;
        }
        String answer = difference.low() > 0 ? "yes" : difference.high() < 0 ? "no" : "open";
        return String.format(Locale.ROOT, "%s [%+.3f, %+.3f] %s", mean, difference.low(), difference.high(), answer);
    }

    private static String pair(RunResult run) {
        return run.seed() + "/" + run.fold();
    }
}
