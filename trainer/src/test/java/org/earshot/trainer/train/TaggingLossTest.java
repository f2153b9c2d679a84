package org.earshot.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.earshot.trainer.net.block.TorchEngine;
import org.junit.jupiter.api.Test;

class TaggingLossTest {
    @Test
    void shouldBeTheMeanCrossEntropy() {
        float loss = loss(new float[] {0.8f, 0.3f}, new float[] {1, 0});

        assertThat((double) loss).isCloseTo(-(Math.log(0.8) + Math.log(0.7)) / 2, within(1e-6));
    }

    @Test
    void shouldCountLabelsByTheirWeights() {
        float loss = loss(new float[] {0.8f, 0.3f}, new float[] {1, 0}, 0.75f, 0.25f);

        assertThat((double) loss).isCloseTo(-(0.75 * Math.log(0.8) + 0.25 * Math.log(0.7)), within(1e-6));
    }

    @Test
    void shouldMeasureMasksByTheMeanOverTheirBins() {
        try (NDManager manager = TorchEngine.open(1).newSubManager()) {
            NDArray masks = manager.create(new float[] {0.5f, 0.25f, 0.9f, 0.9f}, new Shape(1, 2, 1, 2));
            NDArray targets = manager.create(new float[] {0.5f, 1, 0, 0}, new Shape(1, 2, 1, 2));

            float loss = TaggingLoss.ofMasks(masks, targets, manager.create(new float[] {1, 0}))
                    .getFloat();

            assertThat((double) loss).isCloseTo((Math.log(2) + Math.log(4)) / 2, within(1e-6));
        }
    }

    @Test
    void shouldStayFiniteForTagsThatAreWrongWithCertainty() {
        assertThat(loss(new float[] {0, 1}, new float[] {1, 0})).isBetween(10f, 20f);
    }

    @Test
    void shouldGiveTheEntropyOfTheLabelFrequencies() {
        assertThat(TaggingLoss.priorEntropy(new double[] {0.5, 0, 1}, new float[] {0.25f, 0.25f, 0.5f}))
                .isCloseTo(Math.log(2) / 4, within(1e-9));
    }

    private static float loss(float[] tags, float[] targets) {
        return loss(tags, targets, 0.5f, 0.5f);
    }

    private static float loss(float[] tags, float[] targets, float... weights) {
        try (NDManager manager = TorchEngine.open(1).newSubManager()) {
            NDArray y = manager.create(tags, new Shape(1, tags.length));
            return TaggingLoss.of(y, manager.create(targets, new Shape(1, targets.length)), manager.create(weights))
                    .getFloat();
        }
    }
}
