package org.earshot.trainer.net.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.net.block.Weight.Bounds;

/**
 * All weights of one network by name, in the order of the layers. Layers create their weights here when they are built;
 * optimiser, checkpoint and export access them by name.
 *
 * <p>Not safe for use by several threads. The arrays live until {@link #close()}.
 */
public final class WeightStore implements AutoCloseable {
    private final NDManager manager;
    private final SplittableRandom random;
    private final Map<String, Weight> weights = new LinkedHashMap<>();

    /**
     * @param parent manager to which the weights belong
     * @param seed of the random initial values
     */
    public WeightStore(NDManager parent, long seed) {
        this.manager = parent.newSubManager();
        this.random = new SplittableRandom(seed);
    }

    /**
     * A trainable weight drawn from U(-a, a), a = sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010, equation 16).
     *
     * @param fanIn inputs of one output: input channels x kernel area, for a depthwise convolution the kernel area
     * @param fanOut outputs that depend on one input, counted in the same way
     */
    public NDArray xavier(String name, Shape shape, long fanIn, long fanOut) {
        double limit = Math.sqrt(6.0 / (fanIn + fanOut));
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (limit * (2 * random.nextDouble() - 1));
        }
        return trainable(name, shape, values, 1, null);
    }

    /**
     * A trainable weight of several stacked blocks, each with orthonormal rows (or columns, if it is taller than wide),
     * as is usual for recurrent layers (Saxe et al. 2014).
     *
     * @return [blocks * rows, columns]
     */
    public NDArray orthogonal(String name, int blocks, int rows, int columns) {
        float[] values = new float[blocks * rows * columns];
        for (int b = 0; b < blocks; b++) {
            float[] block = Orthogonal.draw(rows, columns, random);
            System.arraycopy(block, 0, values, b * block.length, block.length);
        }
        return trainable(name, new Shape((long) blocks * rows, columns), values, 1, null);
    }

    /** A trainable weight with the same start value throughout. */
    public NDArray constant(String name, Shape shape, float value) {
        return trainable(name, shape, filled(shape, value), 1, null);
    }

    /** A trainable weight with given start values, its own learning rate and its own bounds (null: none). */
    public NDArray trainable(String name, Shape shape, float[] values, float rateFactor, Bounds bounds) {
        NDArray array = manager.create(values, shape);
        array.setRequiresGradient(true);
        return add(new Weight(name, array, true, rateFactor, bounds));
    }

    /** An array that is kept with the weights but not learnt, such as a running mean. */
    public NDArray buffer(String name, Shape shape, float value) {
        return add(new Weight(name, manager.create(filled(shape, value), shape), false, 0, null));
    }

    /** The weights in the order of their creation. */
    public Collection<Weight> all() {
        return Collections.unmodifiableCollection(weights.values());
    }

    /** Number of learnt values over all trainable weights. */
    public long parameterCount() {
        return weights.values().stream()
                .filter(Weight::trainable)
                .mapToLong(Weight::size)
                .sum();
    }

    /** The values of a weight, row-major. */
    public float[] read(String name) {
        return get(name).value().toFloatArray();
    }

    /** Overwrites the values of a weight, row-major. */
    public void write(String name, float[] values) {
        Weight weight = get(name);
        if (values.length != weight.size()) {
            throw new ConfigurationException("weight " + name + ": has " + weight.size() + " values, got "
                    + values.length + "; the file is of another network");
        }
        try (NDArray source = manager.create(values, weight.value().getShape())) {
            source.copyTo(weight.value());
        }
    }

    /** The weight of that name. */
    public Weight get(String name) {
        Weight weight = weights.get(name);
        if (weight == null) {
            throw new ConfigurationException("weight " + name + ": this network has no such weight");
        }
        return weight;
    }

    @Override
    public void close() {
        manager.close();
    }

    private NDArray add(Weight weight) {
        if (weights.putIfAbsent(weight.name(), weight) != null) {
            throw new IllegalArgumentException("two weights are named " + weight.name());
        }
        return weight.value();
    }

    private static float[] filled(Shape shape, float value) {
        float[] values = new float[Math.toIntExact(shape.size())];
        Arrays.fill(values, value);
        return values;
    }
}
