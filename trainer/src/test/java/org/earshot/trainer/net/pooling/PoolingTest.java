package org.earshot.trainer.net.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.export.FrameWeighting;
import org.earshot.trainer.net.Nets;
import org.earshot.trainer.net.block.TorchEngine;
import org.earshot.trainer.net.block.WeightStore;
import org.earshot.trainer.net.pooling.PoolingSettings.Parametrisation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolingTest {
    private static final int FRAMES = 311;
    private static final int MELS = 64;
    private static final int BINS = FRAMES * MELS;

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
    @CsvSource({
        "0.01, 1, 0.0267", "0.01, 3, 0.1687", "0.01, 5, 0.5999", "0.01, 9.9999, 0.9955",
        "0.05, 1, 0.1252", "0.05, 3, 0.5139", "0.05, 5, 0.8865", "0.05, 9.9999, 0.9991",
        "0.1, 1, 0.2320", "0.1, 3, 0.6906", "0.1, 5, 0.9428", "0.1, 9.9999, 0.9996"
    })
    void shouldGiveTheTabulatedTagWhenAShareOfTheBinsIsOne(double share, float alpha, double expected) {
        float[] mask = new float[BINS];
        Arrays.fill(mask, 0, (int) Math.round(share * BINS), 1);

        double tag = pool("fap", alpha, mask);

        assertThat(tag).isCloseTo(expected, within(2e-4));
    }

    @Test
    void shouldReactToASingleBinAtTheLargestAlpha() {
        float[] mask = new float[BINS];
        mask[1234] = 1;

        assertThat(pool("fap", 9.99999f, mask)).isCloseTo(0.525, within(1e-3));
    }

    @Test
    void shouldBeTheMeanAtAlphaZero() {
        float[] mask = noise(1);

        assertThat(pool("ap", 0, mask)).isCloseTo(pool("gap", 1, mask), within(1e-5));
    }

    @Test
    void shouldBeSoftmaxPoolingAtAlphaOne() {
        float[] mask = noise(2);

        assertThat(pool("fap", 1, mask)).isCloseTo(pool("softmax", 1, mask), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(floats = {0.5f, 3, 9})
    void shouldEqualAutoPoolingWhenAlphaIsTheSameForAllMels(float alpha) {
        float[] mask = noise(3);

        assertThat(pool("fap", alpha, mask)).isCloseTo(pool("ap", alpha, mask), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fap", "ap", "softmax", "gap", "gmp", "gwrp"})
    void shouldStayBetweenTheSmallestAndTheGreatestMaskValue(String name) {
        float[] mask = noise(4);
        float[] sorted = mask.clone();
        Arrays.sort(sorted);

        double tag = pool(name, 5, mask);

        assertThat(tag).isBetween(sorted[0] - 1e-6, sorted[BINS - 1] + 1e-6);
    }

    @Test
    void shouldRiseWithAUniformAlpha() {
        float[] mask = noise(5);

        assertThat(new double[] {pool("fap", 0.1f, mask), pool("fap", 2, mask), pool("fap", 6, mask)})
                .isSorted();
    }

    @Test
    void shouldTakeTheMaximumOrTheMeanAtTheEndsOfTheRankWeight() {
        float[] mask = noise(6);

        assertThat(rankPool(0, mask)).isCloseTo(pool("gmp", 1, mask), within(1e-6));
        assertThat(rankPool(1, mask)).isCloseTo(pool("gap", 1, mask), within(1e-4));
    }

    @Test
    void shouldWeightRanksByTheirPower() {
        float[] mask = new float[BINS];
        Arrays.fill(mask, 0, 3373, 1);

        assertThat(rankPool(0.9998, mask)).isCloseTo(0.5, within(1e-3));
    }

    @Test
    void shouldSurviveAnAlphaThatWouldOverflowAnExponential() {
        float[] mask = noise(7);

        assertThat(pool("ap", 500, mask)).isCloseTo(pool("gmp", 1, mask), within(0.01));
    }

    @Test
    void shouldStartBothParametrisationsAtTheSameAlpha() {
        float[] mask = noise(8);
        PoolingSettings clamped = Nets.poolings(3, Parametrisation.CLAMP, FrameWeighting.MEAN, 1);
        PoolingSettings squashed = Nets.poolings(3, Parametrisation.SIGMOID, FrameWeighting.MEAN, 1);

        assertThat(pool("fap", clamped, mask)).isCloseTo(pool("fap", squashed, mask), within(1e-5));
    }

    @Test
    void shouldRefuseAnUnknownPooling() {
        WeightStore weights = new WeightStore(manager, 1);

        assertThatThrownBy(() -> new Poolings().create("median", Nets.poolings(), 1, MELS, weights))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("median");
    }

    private double rankPool(double r, float[] mask) {
        return pool("gwrp", Nets.poolings(1, Parametrisation.CLAMP, FrameWeighting.MEAN, r), mask);
    }

    private double pool(String name, float alpha, float[] mask) {
        float inside = name.equals("fap") || name.equals("ap") ? alpha : 1;
        PoolingSettings settings = name.equals("ap")
                ? new PoolingSettings(
                        Nets.poolings().fap(),
                        new PoolingSettings.Ap(inside, 0, Float.POSITIVE_INFINITY, 1),
                        Nets.poolings().gwrp())
                : Nets.poolings(inside, Parametrisation.CLAMP, FrameWeighting.MEAN, 0.9998);
        return pool(name, settings, mask);
    }

    private double pool(String name, PoolingSettings settings, float[] mask) {
        try (WeightStore weights = new WeightStore(manager, 1)) {
            Pooling pooling = new Poolings().create(name, settings, 1, MELS, weights);
            NDArray masks = manager.create(mask, new Shape(1, 1, FRAMES, MELS));
            return pooling.pool(masks).toFloatArray()[0];
        }
    }

    private static float[] noise(long seed) {
        Random random = new Random(seed);
        float[] mask = new float[BINS];
        for (int i = 0; i < BINS; i++) {
            mask[i] = random.nextFloat();
        }
        return mask;
    }
}
