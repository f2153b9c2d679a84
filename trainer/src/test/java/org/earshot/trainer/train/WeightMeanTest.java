package org.earshot.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.earshot.trainer.net.block.TorchEngine;
import org.earshot.trainer.net.block.WeightStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeightMeanTest {
    private NDManager manager;
    private WeightStore weights;

    @BeforeEach
    void makeOneWeight() {
        manager = TorchEngine.open(1);
        weights = new WeightStore(manager, 1);
        weights.constant("w", new Shape(2), 1);
    }

    @AfterEach
    void close() {
        weights.close();
        manager.close();
    }

    @Test
    void shouldForgetTheStartSoonAndThenMoveByTheDecay() {
        WeightMean mean = new WeightMean(weights, 0.9);
        weights.write("w", new float[] {3, 1});

        mean.add(1);
        float early = mean.read().get("w")[0];
        for (int step = 2; step <= 1000; step++) {
            mean.add(step);
        }
        weights.write("w", new float[] {13, 1});
        mean.add(1001);

        assertThat(early).isCloseTo(1 + 2 * 9f / 11, within(1e-5f));
        assertThat(mean.read().get("w")[0]).isCloseTo(4, within(1e-4f));
        assertThat(mean.read().get("w")[1]).isEqualTo(1);
    }

    @Test
    void shouldGoOnFromWhatWasRead() {
        WeightMean mean = new WeightMean(weights, 0.9);

        mean.restore(Map.of("w", new float[] {5, 6}));

        assertThat(mean.read().get("w")).containsExactly(5, 6);
    }

    @Test
    void shouldStandInForTheWeightsAndPutThemBack() {
        WeightMean mean = new WeightMean(weights, 0.9);
        weights.write("w", new float[] {7, 8});
        float[][] seen = new float[1][];

        mean.inPlace(() -> seen[0] = weights.read("w"));

        assertThat(seen[0]).containsExactly(1, 1);
        assertThat(weights.read("w")).containsExactly(7, 8);
    }

    @Test
    void shouldKeepNothingWithoutADecay() {
        WeightMean none = new WeightMean(weights, 0);
        float[][] seen = new float[1][];

        none.add(1);
        none.inPlace(() -> seen[0] = weights.read("w"));

        assertThat(none.read()).isEmpty();
        assertThat(seen[0]).containsExactly(1, 1);
    }
}
