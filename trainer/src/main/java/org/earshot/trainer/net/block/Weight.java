package org.earshot.trainer.net.block;

import ai.djl.ndarray.NDArray;
import java.util.Objects;

/**
 * One named array of a network.
 *
 * @param name dotted name, e.g. {@code block1.conv.weight}
 * @param value the array; belongs to the {@link WeightStore}
 * @param trainable false for running statistics and the like, which the optimiser does not change
 * @param rateFactor factor on the learning rate for this weight
 * @param bounds values are clipped to these after each step; or null
 */
public record Weight(String name, NDArray value, boolean trainable, float rateFactor, Bounds bounds) {

    /** A closed interval of values. */
    public record Bounds(float min, float max) {}

    public Weight {
        Objects.requireNonNull(name);
        Objects.requireNonNull(value);
    }

    /** Number of values. */
    public long size() {
        return value.size();
    }

    /** Clips values to the bounds, if there are any. */
    public void project() {
        if (bounds != null) {
            try (NDArray inside = value.clip(bounds.min(), bounds.max())) {
                inside.copyTo(value);
            }
        }
    }
}
