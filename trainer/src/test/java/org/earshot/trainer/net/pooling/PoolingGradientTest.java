package org.earshot.trainer.net.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Random;
import org.earshot.trainer.export.FrameWeighting;
import org.earshot.trainer.net.Nets;
import org.earshot.trainer.net.block.TorchEngine;
import org.earshot.trainer.net.block.WeightStore;
import org.earshot.trainer.net.pooling.PoolingSettings.Parametrisation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gradients of the poolings against differences of their values. */
class PoolingGradientTest {
    private static final int BATCH = 2;
    private static final int LABELS = 3;
    private static final int FRAMES = 5;
    private static final int MELS = 4;
    /** Wide enough for float32: the error of a difference is about 1e-7 / STEP. */
    private static final float STEP = 4e-3f;

    private static final double TOLERANCE = 3e-4;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.open(1).newSubManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"fap,CLAMP", "fap,SIGMOID", "ap,CLAMP", "softmax,CLAMP", "gap,CLAMP", "gwrp,CLAMP", "gmp,CLAMP"})
    void shouldMatchFiniteDifferencesInTheMask(String name, Parametrisation param) {
        WeightStore weights = new WeightStore(manager, 1);
        Pooling pooling = pooling(name, param, weights);
        float[] masks = spreadMasks();
        float[] direction = direction();

        float[] gradient = gradientInMask(pooling, masks, direction);

        for (int i = 0; i < masks.length; i++) {
            float[] up = masks.clone();
            float[] down = masks.clone();
            up[i] += STEP;
            down[i] -= STEP;
            double difference =
                    (value(pooling, up, direction) - value(pooling, down, direction)) / ((double) up[i] - down[i]);
            assertThat((double) gradient[i]).as(name + " bin " + i).isCloseTo(difference, within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @CsvSource({"fap,CLAMP", "fap,SIGMOID", "ap,CLAMP"})
    void shouldMatchFiniteDifferencesInAlpha(String name, Parametrisation param) {
        WeightStore weights = new WeightStore(manager, 1);
        Pooling pooling = pooling(name, param, weights);
        float[] masks = spreadMasks();
        float[] direction = direction();
        gradientInMask(pooling, masks, direction);

        float[] gradient = weights.get("pooling.alpha").value().getGradient().toFloatArray();

        float[] alpha = weights.read("pooling.alpha");
        for (int i = 0; i < alpha.length; i++) {
            double above = valueWith(weights, pooling, i, alpha[i] + 0.05f, direction);
            double below = valueWith(weights, pooling, i, alpha[i] - 0.05f, direction);
            weights.write("pooling.alpha", alpha);
            assertThat((double) gradient[i]).as("alpha " + i).isCloseTo((above - below) / 0.1, within(TOLERANCE));
        }
    }

    private double valueWith(WeightStore weights, Pooling pooling, int index, float alpha, float[] direction) {
        float[] changed = weights.read("pooling.alpha");
        changed[index] = alpha;
        weights.write("pooling.alpha", changed);
        return value(pooling, spreadMasks(), direction);
    }

    private Pooling pooling(String name, Parametrisation param, WeightStore weights) {
        PoolingSettings settings = Nets.poolings(3, param, FrameWeighting.ALPHA_NORM, 0.8);
        return new Poolings().create(name, settings, LABELS, MELS, weights);
    }

    private float[] gradientInMask(Pooling pooling, float[] masks, float[] direction) {
        NDArray m = masks(masks);
        m.setRequiresGradient(true);
        try (GradientCollector collector = TorchEngine.engine().newGradientCollector()) {
            NDArray y = pooling.pool(m);
            collector.backward(y.mul(manager.create(direction, y.getShape())).sum());
        }
        return m.getGradient().toFloatArray();
    }

    private double value(Pooling pooling, float[] masks, float[] direction) {
        float[] y = pooling.pool(masks(masks)).toFloatArray();
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += (double) y[i] * direction[i];
        }
        return sum;
    }

    private NDArray masks(float[] values) {
        return manager.create(values, new Shape(BATCH, LABELS, FRAMES, MELS));
    }

    /** Values further apart than two steps, so that no step changes an order. */
    private static float[] spreadMasks() {
        int bins = FRAMES * MELS;
        float[] masks = new float[BATCH * LABELS * bins];
        Random random = new Random(7);
        for (int from = 0; from < masks.length; from += bins) {
            int offset = random.nextInt(bins);
            for (int i = 0; i < bins; i++) {
                masks[from + i] = 0.05f + 0.9f * ((i * 7 + offset) % bins) / bins;
            }
        }
        return masks;
    }

    private static float[] direction() {
        float[] direction = new float[BATCH * LABELS];
        Random random = new Random(3);
        for (int i = 0; i < direction.length; i++) {
            direction[i] = random.nextFloat() - 0.5f;
        }
        return direction;
    }
}
