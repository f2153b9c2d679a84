package org.earshot.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.earshot.trainer.net.block.Weight;
import org.earshot.trainer.net.block.WeightStore;

/**
 * Adam over all trainable weights of a network, each with its own factor on the learning rate; weights are clipped to
 * their bounds after the step, and their moments are kept.
 *
 * <p>Not safe for use by several threads. The moments live until {@link #close()}.
 */
final class AdamOptimiser implements AutoCloseable {
    private static final float NO_CLIP = -1;

    private final AdamSettings settings;
    private final WeightStore weights;
    private final NDManager manager;
    private final Map<String, Moments> moments = new LinkedHashMap<>();
    private long steps;

    /** The two moving averages of a weight's gradient. */
    private record Moments(NDArray mean, NDArray square) {}

    AdamOptimiser(AdamSettings settings, WeightStore weights, NDManager parent) {
        this.settings = settings;
        this.weights = weights;
        this.manager = parent.newSubManager();
        for (Weight weight : weights.all()) {
            if (weight.trainable()) {
                moments.put(
                        weight.name(),
                        new Moments(
                                manager.zeros(weight.value().getShape()),
                                manager.zeros(weight.value().getShape())));
            }
        }
    }

    /** Updates every weight and clears the gradients. */
    void step(double learningRate) {
        steps++;
        double correction = Math.sqrt(1 - Math.pow(settings.beta2(), steps)) / (1 - Math.pow(settings.beta1(), steps));
        moments.forEach((name, moment) -> {
            Weight weight = weights.get(name);
            float rate = (float) (learningRate * weight.rateFactor());
            NDArray value = weight.value();
            try (NDArray gradient = value.getGradient()) {
                value.getNDArrayInternal()
                        .adamUpdate(
                                new NDList(value, gradient, moment.mean(), moment.square()),
                                new NDList(value),
                                rate,
                                (float) (rate * correction),
                                settings.weightDecay(),
                                1,
                                NO_CLIP,
                                settings.beta1(),
                                settings.beta2(),
                                settings.epsilon(),
                                false,
                                true);
            }
            weight.project();
        });
    }

    long steps() {
        return steps;
    }

    /** The moments by name, {@code NAME.mean} and {@code NAME.square}, row-major. */
    Map<String, float[]> read() {
        Map<String, float[]> values = new LinkedHashMap<>();
        moments.forEach((name, moment) -> {
            values.put(name + ".mean", moment.mean().toFloatArray());
            values.put(name + ".square", moment.square().toFloatArray());
        });
        return values;
    }

    /** Continues from the state of another optimiser. */
    void restore(Map<String, float[]> values, long stepsDone) {
        steps = stepsDone;
        moments.forEach((name, moment) -> {
            write(values.get(name + ".mean"), moment.mean());
            write(values.get(name + ".square"), moment.square());
        });
    }

    @Override
    public void close() {
        manager.close();
    }

    private void write(float[] values, NDArray to) {
        try (NDArray source = manager.create(values, to.getShape())) {
            source.copyTo(to);
        }
    }
}
