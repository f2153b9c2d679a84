package org.earshot.trainer.eval.metric;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Percentile bootstrap over clips (Efron 1979): the measures are recomputed on clips drawn with replacement; the
 * interval is that between the 2.5th and the 97.5th percentile.
 *
 * <p>Immutable; the same seed gives the same intervals.
 */
public final class Bootstrap {
    private final int clips;
    private final int rounds;
    private final long seed;

    public Bootstrap(int clips, int rounds, long seed) {
        this.clips = clips;
        this.rounds = clips == 0 ? 0 : rounds;
        this.seed = seed;
    }

    /** @param measures maps how often each clip was drawn to the measures by name; NaN for undefined ones */
    public Map<String, Interval> intervals(Function<int[], Map<String, Double>> measures) {
        Random random = new Random(seed);
        Map<String, double[]> drawn = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            int[] weights = new int[clips];
            for (int i = 0; i < clips; i++) {
                weights[random.nextInt(clips)]++;
            }
            int at = round;
            measures.apply(weights).forEach((name, value) -> drawn.computeIfAbsent(name, n -> nans())[at] = value);
        }
        Map<String, Interval> intervals = new LinkedHashMap<>();
        drawn.forEach((name, values) -> intervals.put(name, interval(values)));
        return intervals;
    }

    private static Interval interval(double[] values) {
        double[] sorted =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        if (sorted.length == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        return new Interval(percentile(sorted, 0.025), percentile(sorted, 0.975));
    }

    private static double percentile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private double[] nans() {
        double[] values = new double[rounds];
        Arrays.fill(values, Double.NaN);
        return values;
    }
}
