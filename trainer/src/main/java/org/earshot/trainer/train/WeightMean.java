package org.earshot.trainer.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.earshot.trainer.net.block.Weight;
import org.earshot.trainer.net.block.WeightStore;

/**
 * The exponential mean of all weights of a network, running statistics included, over the steps of a run (Polyak and
 * Juditsky 1992; the decay as Tarvainen and Valpola 2017). It starts with the weights themselves and averages over a
 * tenth of the steps so far, until that reaches the number of steps that the decay corresponds to, so that the start is
 * soon forgotten.
 *
 * <p>Used by the thread that trains.
 */
final class WeightMean {
    private static final double EARLY_STEPS = 10;

    private final WeightStore weights;
    private final double decay;
    private final Map<String, float[]> means = new LinkedHashMap<>();

    /** @param decay share of the mean that a step keeps, at least 0 and less than 1; 0 for no mean */
    WeightMean(WeightStore weights, double decay) {
        this.weights = weights;
        this.decay = decay;
        restart();
    }

    /** Restarts from the current weights. */
    void restart() {
        if (decay > 0) {
            means.putAll(copy());
        }
    }

    /** Continues with means from {@link #read}; missing ones start from the weights. */
    void restore(Map<String, float[]> values) {
        restart();
        means.replaceAll((name, mean) -> values.getOrDefault(name, mean).clone());
    }

    /** @param stepsDone steps of the run including the last one, from 1 */
    void add(long stepsDone) {
        float share = (float) (1 - Math.min(decay, (1 + stepsDone) / (EARLY_STEPS + stepsDone)));
        means.forEach((name, mean) -> {
            float[] now = weights.read(name);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += share * (now[i] - mean[i]);
            }
        });
    }

    /** The means by name, row-major; empty if none are kept. */
    Map<String, float[]> read() {
        return means;
    }

    /** Runs a task with the means in place of the weights, and then restores the weights. */
    void inPlace(Runnable task) {
        Map<String, float[]> own = means.isEmpty() ? Map.of() : copy();
        means.forEach(weights::write);
        try {
            task.run();
        } finally {
            own.forEach(weights::write);
        }
    }

    private Map<String, float[]> copy() {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Weight weight : weights.all()) {
            values.put(weight.name(), weights.read(weight.name()));
        }
        return values;
    }
}
