package org.earshot.trainer.net.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchNormsTest {
    @Test
    void shouldMeasureTheMeanOfTheStatisticsOfBatches() {
        try (NDManager manager = TorchEngine.open(1);
                WeightStore weights = new WeightStore(manager, 1)) {
            ConvUnit unit = new ConvUnit("u", new ConvShape(1, 1, 1, 1, 1), weights);
            weights.write("u.weight", new float[] {2});
            weights.write("u.bn.mean", new float[] {77});
            List<NDArray> batches = List.of(
                    manager.create(new float[] {1, 3}, new Shape(1, 1, 2, 1)),
                    manager.create(new float[] {5, 9}, new Shape(1, 1, 2, 1)));

            BatchNorms.measure(weights, 2, batch -> unit.forward(batches.get(batch), true));

            // Outputs 2, 6 and 10, 18: means 4 and 14, variances (of a sample) 8 and 32.
            assertThat(weights.read("u.bn.mean")).containsExactly(new float[] {9}, within(1e-3f));
            assertThat(weights.read("u.bn.variance")).containsExactly(new float[] {20}, within(1e-2f));
            assertThat(weights.read("u.weight")).containsExactly(2);
        }
    }

    @Test
    void shouldScaleFiltersWithoutChangingWhatTheUnitGives() {
        try (NDManager manager = TorchEngine.open(1);
                WeightStore weights = new WeightStore(manager, 1)) {
            ConvUnit unit = new ConvUnit("u", new ConvShape(2, 3, 3, 1, 1), weights);
            weights.write("u.bn.mean", new float[] {0.1f, -0.2f, 0});
            weights.write("u.bn.variance", new float[] {0.5f, 1, 2});
            NDArray sound = noise(manager);
            float[] before = unit.forward(sound, false).toFloatArray();
            Map<String, float[]> values = new LinkedHashMap<>();
            weights.all().forEach(w -> values.put(w.name(), weights.read(w.name())));
            Map<String, float[]> like = new LinkedHashMap<>(values);
            float[] threefold = values.get("u.weight").clone();
            for (int i = 0; i < threefold.length; i++) {
                threefold[i] *= i < threefold.length / 3 ? 3 : -0.5f;
            }
            like.put("u.weight", threefold);

            BatchNorms.scale(values, like);
            values.forEach(weights::write);

            assertThat(values.get("u.bn.mean")).containsExactly(new float[] {0.3f, -0.1f, 0}, within(1e-6f));
            assertThat(values.get("u.bn.variance")).containsExactly(new float[] {4.5f, 0.25f, 0.5f}, within(1e-5f));
            assertThat(unit.forward(sound, false).toFloatArray()).containsExactly(before, within(1e-3f));
        }
    }

    @Test
    void shouldLeaveAFilterOfZerosAsItIs() {
        Map<String, float[]> values = unit(0, 0);
        Map<String, float[]> like = unit(1, 2);

        BatchNorms.scale(values, like);

        assertThat(values.get("u.weight")).containsExactly(0, 0);
        assertThat(values.get("u.bn.variance")).containsExactly(4);
    }

    private static Map<String, float[]> unit(float... filter) {
        Map<String, float[]> values = new LinkedHashMap<>();
        values.put("u.weight", filter);
        values.put("u.bn.gamma", new float[] {1});
        values.put("u.bn.mean", new float[] {3});
        values.put("u.bn.variance", new float[] {4});
        return values;
    }

    private static NDArray noise(NDManager manager) {
        Random random = new Random(1);
        float[] values = new float[2 * 5 * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, new Shape(1, 2, 5, 4));
    }
}
