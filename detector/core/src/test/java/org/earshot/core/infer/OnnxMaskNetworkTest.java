package org.earshot.core.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OnnxMaskNetworkTest {
    private static final int MELS = 64;
    private static OnnxMaskNetwork network;

    @BeforeAll
    static void open() {
        network = OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.CPU, new InferenceSettings(1, 4));
    }

    @AfterAll
    static void close() {
        network.close();
    }

    @Test
    void shouldGiveArraysInTheirShapes() {
        Scores scores = network.score(noise(2 * 55 * MELS, 1), 2, 55);

        assertThat(scores.tags()).hasSize(2 * 3);
        assertThat(scores.activity()).hasSize(2 * 3 * 55);
        assertThat(scores.poolNumerator()).hasSize(2 * 3 * 55);
        assertThat(scores.poolDenominator()).hasSize(2 * 3 * 55);
        assertThat(network.masks(noise(55 * MELS, 1), 55)).hasSize(3 * 55 * MELS);
    }

    @Test
    void shouldGiveTagsThatAreRatiosOfTheSums() {
        Scores scores = network.score(noise(55 * MELS, 2), 1, 55);

        for (int k = 0; k < 3; k++) {
            double above = 0;
            double below = 0;
            for (int t = 0; t < 55; t++) {
                above += scores.poolNumerator()[scores.at(0, k, t)];
                below += scores.poolDenominator()[scores.at(0, k, t)];
            }
            assertThat((double) scores.tags()[k]).isCloseTo(above / below, within(1e-6));
        }
    }

    @Test
    void shouldScoreLargeBatchAsItsParts() {
        float[] blocks = noise(11 * 30 * MELS, 3);

        Scores together = network.score(blocks, 11, 30);

        for (int b = 0; b < 11; b++) {
            Scores alone = network.score(Arrays.copyOfRange(blocks, b * 30 * MELS, (b + 1) * 30 * MELS), 1, 30);
            assertThat(Arrays.copyOfRange(together.tags(), b * 3, b * 3 + 3))
                    .containsExactly(alone.tags(), within(1e-6f));
            assertThat(Arrays.copyOfRange(together.activity(), together.at(b, 0, 0), together.at(b, 0, 0) + 90))
                    .containsExactly(alone.activity(), within(1e-6f));
            assertThat(together.poolDenominator()[together.at(b, 2, 29)])
                    .isCloseTo(alone.poolDenominator()[alone.at(0, 2, 29)], within(1e-2f));
        }
    }

    @Test
    void shouldSeeOnlyItsReceptiveFieldAround() {
        float[] clip = noise(100 * MELS, 4);
        int context = network.manifest().receptiveFrames();

        Scores whole = network.score(clip, 1, 100);
        Scores block = network.score(
                Arrays.copyOfRange(clip, (50 - context) * MELS, (60 + context) * MELS), 1, 10 + 2 * context);

        for (int t = 50; t < 60; t++) {
            assertThat(block.activity()[block.at(0, 1, t - 50 + context)])
                    .isCloseTo(whole.activity()[whole.at(0, 1, t)], within(1e-6f));
        }
        assertThat(block.activity()[block.at(0, 1, context - 1)]).isNotEqualTo(whole.activity()[whole.at(0, 1, 49)]);
    }

    @Test
    void shouldScoreFromManyThreadsAtOnce() throws Exception {
        List<float[]> inputs = new ArrayList<>();
        List<float[]> expected = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            inputs.add(noise((20 + i) * MELS, i));
            expected.add(network.score(inputs.get(i), 1, 20 + i).activity());
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<float[]>> results = new ArrayList<>();
            for (int call = 0; call < 200; call++) {
                int i = call % 8;
                results.add(threads.submit(
                        () -> network.score(inputs.get(i), 1, 20 + i).activity()));
            }

            for (int call = 0; call < 200; call++) {
                assertThat(results.get(call).get()).isEqualTo(expected.get(call % 8));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldGiveNoSumsForWholeClipModel() {
        try (OnnxMaskNetwork ranked = OnnxMaskNetwork.open(
                TestModels.tinyWholeClips(), DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            Scores scores = ranked.score(noise(311 * MELS, 5), 1, 311);

            assertThat(scores.poolNumerator()).isNull();
            assertThat(scores.tags()).hasSize(3);
        }
    }

    @Test
    void shouldRefuseGraphThatDoesNotKeepItsPromise() {
        // The declared shapes fit; the head computes two channels instead of three.
        byte[] file = TestModels.changed(model -> {
            var graph = model.getGraphBuilder();
            for (var tensor : graph.getInitializerBuilderList()) {
                if (tensor.getName().equals("head.weight")) {
                    tensor.setDims(0, 2).setRawData(tensor.getRawData().substring(0, 2 * 4 * 4));
                }
                if (tensor.getName().equals("head.bias")) {
                    tensor.setDims(0, 2).setRawData(tensor.getRawData().substring(0, 2 * 4));
                }
            }
        });
        ModelFile model = ModelFile.read(file, "m");

        assertThatThrownBy(() -> OnnxMaskNetwork.open(model, DeviceChoice.CPU, InferenceSettings.singleThreaded()))
                .isInstanceOf(ModelException.class)
                .message()
                .startsWith("model tiny: ")
                .doesNotContain("\n");
    }

    @Test
    void shouldRefuseOperatorThatDoesNotExist() {
        byte[] file = TestModels.changed(
                model -> model.getGraphBuilder().getNodeBuilder(0).setOpType("Telepathy"));
        ModelFile model = ModelFile.read(file, "m");

        assertThatThrownBy(() -> OnnxMaskNetwork.open(model, DeviceChoice.CPU, InferenceSettings.singleThreaded()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("Telepathy");
    }

    @Test
    void shouldRefuseTooShortInput() {
        assertThatThrownBy(() -> network.score(new float[10], 1, 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs 1280 values");
    }

    static float[] noise(int length, long seed) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (-7 + 3 * random.nextGaussian());
        }
        return values;
    }
}
