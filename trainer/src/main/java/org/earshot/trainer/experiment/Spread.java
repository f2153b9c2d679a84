package org.earshot.trainer.experiment;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Values of a measure over repeated runs.
 *
 * @param count number of values
 * @param mean NaN without values
 * @param deviation standard deviation of a sample (divided by n - 1); NaN for less than two values
 * @param low lower end of the 95 % interval of the mean by Student's t with n - 1 degrees of freedom; NaN like the
 *     deviation
 * @param high its upper end
 */
record Spread(int count, double mean, double deviation, double low, double high) {
    private static final double UPPER = 0.975;

    /** @param values NaN ones are left out */
    static Spread of(List<Double> values) {
        double[] known = values.stream()
                .filter(v -> v != null && !v.isNaN())
                .mapToDouble(Double::doubleValue)
                .toArray();
        int n = known.length;
        double mean = n == 0 ? Double.NaN : sum(known) / n;
        if (n < 2) {
            return new Spread(n, mean, Double.NaN, Double.NaN, Double.NaN);
        }
        double squares = 0;
        for (double value : known) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / (n - 1));
        double half = TDistribution.of(n - 1).inverseCumulativeProbability(UPPER) * deviation / Math.sqrt(n);
        return new Spread(n, mean, deviation, mean - half, mean + half);
    }

    boolean hasInterval() {
        return count >= 2;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
