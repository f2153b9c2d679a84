package org.earshot.trainer.net.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Random;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.net.Nets;
import org.earshot.trainer.net.block.TorchEngine;
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

            NDArray pooled = new AdaptiveDistancePooling(2).cut(x).maxima(x);

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
                gradients.backward(
                        new AdaptiveDistancePooling(2).cut(x).maxima(x).sum());
            }

            assertThat(x.getGradient().toFloatArray()).containsExactly(0, 1, 1, 0);
        }
    }

    @Test
    void shouldTakeTheMaximumOfSegmentsOfAnyLength() {
        Random random = new Random(2);
        int frames = 97;
        float[] values = new float[frames];
        for (int t = 0; t < frames; t++) {
            values[t] = (float) random.nextGaussian();
        }
        int[] starts = {0, 1, 3, 40, 41, 90};
        try (NDManager manager = TorchEngine.open(1).newSubManager()) {
            NDArray x = manager.create(values, new Shape(1, frames, 1));
            AdaptiveDistancePooling.Cuts cuts = new AdaptiveDistancePooling.Cuts(new int[][] {starts}, frames);

            float[] maxima = cuts.maxima(x).toFloatArray();

            for (int p = 0; p < starts.length; p++) {
                float greatest = Float.NEGATIVE_INFINITY;
                for (int t = starts[p]; t < (p + 1 < starts.length ? starts[p + 1] : frames); t++) {
                    greatest = Math.max(greatest, values[t]);
                }
                assertThat(maxima[p]).as("segment " + p).isEqualTo(greatest);
            }
        }
    }

    @Test
    void shouldGiveEveryFrameWhatItsSegmentHas() {
        try (NDManager manager = TorchEngine.open(1).newSubManager()) {
            AdaptiveDistancePooling.Cuts cuts = new AdaptiveDistancePooling.Cuts(new int[][] {{0, 3}, {0, 1}}, 4);
            NDArray y = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2, 1));

            assertThat(cuts.perFrame(y).toFloatArray()).containsExactly(1, 1, 1, 2, 3, 4, 4, 4);
        }
    }

    @Test
    void shouldRefuseANetworkThatKeepsEveryFrame() {
        assertThatThrownBy(() -> Nets.shortened("ddc", 2))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("adaptive.stride");
    }
}
