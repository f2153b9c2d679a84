package org.earshot.trainer.net.block;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/** What changes the batch norms of a whole network at once, by the names that its convolutions give their weights. */
public final class BatchNorms {
    /** Share of the old running statistics that is kept in each training step. */
    static final float KEEP = 0.9f;

    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";
    private static final String GAMMA = ".bn.gamma";
    private static final String MEAN = ".bn.mean";
    private static final String VARIANCE = ".bn.variance";

    private BatchNorms() {}

    /**
     * Brings each filter that a batch norm follows to the length of its counterpart in another network, and the
     * statistics with it. The network still gives the same, as the batch norm divides by the length again, but for its
     * epsilon. A filter of zeros remains.
     *
     * @param values weights by name, row-major, one row per filter; overwritten
     * @param like those of a network of the same layers
     */
    public static void scale(Map<String, float[]> values, Map<String, float[]> like) {
        for (Map.Entry<String, float[]> gamma : values.entrySet()) {
            if (!gamma.getKey().endsWith(GAMMA)) {
                continue;
            }
            int filters = gamma.getValue().length;
            String unit = gamma.getKey().substring(0, gamma.getKey().length() - GAMMA.length());
            for (int filter = 0; filter < filters; filter++) {
                double length = length(values.get(unit + WEIGHT), filter, filters);
                double wanted = length(like.get(unit + WEIGHT), filter, filters);
                if (length > 0 && wanted > 0) {
                    double factor = wanted / length;
                    multiply(values.get(unit + WEIGHT), filter, filters, factor);
                    multiply(values.get(unit + MEAN), filter, filters, factor);
                    multiply(values.get(unit + VARIANCE), filter, filters, factor * factor);
                    if (values.containsKey(unit + BIAS)) {
                        multiply(values.get(unit + BIAS), filter, filters, factor);
                    }
                }
            }
        }
    }

    /**
     * Replaces the running statistics of all batch norms by the mean of those of some batches.
     *
     * @param weights those of the network
     * @param batches number of batches, at least 1
     * @param pass sends the batch of this number, from 0, through the network as in training
     */
    public static void measure(WeightStore weights, int batches, IntConsumer pass) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (Weight weight : weights.all()) {
            if (weight.name().endsWith(MEAN) || weight.name().endsWith(VARIANCE)) {
                sums.put(weight.name(), new double[Math.toIntExact(weight.size())]);
            }
        }
        for (int batch = 0; batch < batches; batch++) {
            // From zero, a step leaves the share of the new statistics.
            sums.forEach((name, sum) -> weights.write(name, new float[sum.length]));
            pass.accept(batch);
            sums.forEach((name, sum) -> {
                float[] share = weights.read(name);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += share[i] / (1 - KEEP);
                }
            });
        }
        sums.forEach((name, sum) -> {
            float[] mean = new float[sum.length];
            for (int i = 0; i < sum.length; i++) {
                mean[i] = (float) (sum[i] / batches);
            }
            weights.write(name, mean);
        });
    }

    private static double length(float[] rows, int row, int count) {
        double squares = 0;
        int size = rows.length / count;
        for (int i = row * size; i < (row + 1) * size; i++) {
            squares += (double) rows[i] * rows[i];
        }
        return Math.sqrt(squares);
    }

    private static void multiply(float[] rows, int row, int count, double factor) {
        int size = rows.length / count;
        for (int i = row * size; i < (row + 1) * size; i++) {
            rows[i] *= (float) factor;
        }
    }
}
