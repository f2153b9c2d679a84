package org.earshot.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;

class AdaptiveDistancePoolingTest {
    @Test
    void shouldCutWhereTheEnergyChangesMost() {
        int[] starts = new AdaptiveDistancePooling(2).starts(new float[] {1, 1, 9, 9, 9, 2});

        assertThat(starts).containsExactly(0, 2, 5);
    }

    @Test
    void shouldKeepEveryFrameAtStrideOne() {
        assertThat(new AdaptiveDistancePooling(1).starts(new float[] {3, 3, 3})).containsExactly(0, 1, 2);
    }

    @Test
    void shouldTakeTheMaximumOfEachSegmentOfEachClip() {
        try (NDManager manager = TorchEngine.open(1).newSubManager()) {
            NDArray x = manager.create(
                    new float[] {1, 0, 0, 1, 3, 3, 2, 4, /* second clip */ 5, 5, 0, 0, 0, 1, 1, 0}, new Shape(2, 4, 2));

            NDArray pooled = new AdaptiveDistancePooling(2).pool(x);

            assertThat(pooled.getShape()).isEqualTo(new Shape(2, 2, 2));
            assertThat(pooled.toFloatArray()).containsExactly(1, 1, 3, 4, 5, 5, 1, 1);
        }
    }

    @Test
    void shouldLetGradientsThroughTheMaxima() {
        try (NDManager manager = TorchEngine.open(1).newSubManager()) {
            NDArray x = manager.create(new float[] {1, 2, 9, 8}, new Shape(1, 4, 1));
            x.setRequiresGradient(true);
            try (GradientCollector gradients = TorchEngine.engine().newGradientCollector()) {
                gradients.backward(new AdaptiveDistancePooling(2).pool(x).sum());
            }

            assertThat(x.getGradient().toFloatArray()).containsExactly(0, 1, 1, 0);
        }
    }
}
