package org.earshot.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.earshot.trainer.net.block.TorchEngine;
import org.earshot.trainer.net.block.Weight.Bounds;
import org.earshot.trainer.net.block.WeightStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdamOptimiserTest {
    private static final AdamSettings ADAM = new AdamSettings(0.9f, 0.99f, 1e-8f, 0);

    private NDManager manager;
    private WeightStore weights;

    @BeforeEach
    void open() {
        manager = TorchEngine.open(1).newSubManager();
        weights = new WeightStore(manager, 1);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void shouldMoveAsTheFormulaSays() {
        weights.trainable("w", new Shape(1), new float[] {2}, 1, null);
        double w = 2;
        double mean = 0;
        double square = 0;
        try (AdamOptimiser adam = new AdamOptimiser(ADAM, weights, manager)) {
            for (int t = 1; t <= 5; t++) {
                descendSquare(adam, 0.1);
                double g = 2 * w;
                mean = 0.9 * mean + 0.1 * g;
                square = 0.99 * square + 0.01 * g * g;
                w -= 0.1 * (mean / (1 - Math.pow(0.9, t))) / (Math.sqrt(square / (1 - Math.pow(0.99, t))) + 1e-8);

                assertThat((double) weights.read("w")[0]).as("step " + t).isCloseTo(w, within(1e-4));
            }
        }
    }

    @Test
    void shouldMultiplyTheRateByTheWeightsFactor() {
        weights.trainable("w", new Shape(1), new float[] {2}, 10, null);
        try (AdamOptimiser adam = new AdamOptimiser(ADAM, weights, manager)) {
            descendSquare(adam, 0.01);

            assertThat(weights.read("w")[0]).isCloseTo(1.9f, within(1e-4f));
        }
    }

    @Test
    void shouldPutWeightsBackIntoTheirBounds() {
        weights.trainable("w", new Shape(1), new float[] {2}, 1, new Bounds(1.95f, 10));
        try (AdamOptimiser adam = new AdamOptimiser(ADAM, weights, manager)) {
            descendSquare(adam, 0.1);

            assertThat(weights.read("w")[0]).isEqualTo(1.95f);
        }
    }

    @Test
    void shouldLeaveBuffersAlone() {
        weights.buffer("mean", new Shape(2), 3);
        try (AdamOptimiser adam = new AdamOptimiser(ADAM, weights, manager)) {
            adam.step(0.1);

            assertThat(weights.read("mean")).containsExactly(3, 3);
            assertThat(adam.read()).isEmpty();
        }
    }

    /** One step down the square of the weight. */
    private void descendSquare(AdamOptimiser adam, double rate) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector gradients = TorchEngine.engine().newGradientCollector()) {
            NDArray one = scope.create(new float[] {1});
            NDArray w = one.mul(weights.get("w").value());
            gradients.backward(w.mul(w).sum());
        }
        adam.step(rate);
    }
}
