package org.earshot.trainer.net.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.net.Nets;
import org.earshot.trainer.net.tagger.NetworkSettings;
import org.earshot.trainer.net.tagger.Networks;
import org.earshot.trainer.net.tagger.TaggingNetwork;
import org.earshot.trainer.net.tagger.TrainingPrecision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BFloat16BlocksTest {
    private static final int MELS = 15;
    private static final int BATCH = 4;

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
        "ddc, CONV_DW_PW, 2, 20",
        "ddc, CONV_DW_PW, 2, 21",
        "ddc, CONV_DW_PW, 1, 20",
        "ddc, CONV_DW_PW, 3, 22",
        "vgg, CONV_DW_PW, 1, 20"
    })
    void shouldGiveTheTagsAndGradientsOfFloat32ToBFloat16sRounding(
            String network, DdcSettings.Order order, int dilation, int frames) {
        NetworkSettings settings = settings(network, List.of(16, 32), new DdcSettings(List.of(dilation), 3, order));
        float[] sound = noise(frames);

        Step exact = step(settings, TrainingPrecision.FP32, sound, frames);
        Step rounded = step(settings, TrainingPrecision.BF16, sound, frames);

        for (int i = 0; i < exact.tags().length; i++) {
            assertThat(rounded.tags()[i]).isCloseTo(exact.tags()[i], within(0.01f));
        }
        double all = all(exact.learnt());
        exact.learnt()
                .forEach((name, gradient) -> assertThat(
                                length(difference(gradient, rounded.learnt().get(name))))
                        .as(name)
                        .isLessThan(0.2 * length(gradient) + 0.02 * all));
        exact.kept()
                .forEach((name, values) -> assertThat(rounded.kept().get(name))
                        .as(name)
                        .usingElementComparator((a, b) -> Math.abs(a - b) < 0.01 ? 0 : Float.compare(a, b))
                        .containsExactly(values));
    }

    @Test
    void shouldGiveTheGradientsOfFloat32WhateverTheNumberOfLabels() {
        NetworkSettings settings =
                settings("ddc", List.of(16, 32, 64, 64), new DdcSettings(List.of(2), 3, DdcSettings.Order.CONV_DW_PW));
        float[] sound = noise(20);

        Map<String, float[]> exact =
                step(settings, TrainingPrecision.FP32, 47, sound, 20).learnt();
        Map<String, float[]> rounded =
                step(settings, TrainingPrecision.BF16, 47, sound, 20).learnt();

        // Rounding adds up over the blocks; what this is about is wrong by many powers of ten.
        double all = all(exact);
        exact.forEach((name, gradient) -> assertThat(length(difference(gradient, rounded.get(name))))
                .as(name)
                .isLessThan(0.3 * length(gradient) + 0.05 * all));
    }

    @ParameterizedTest
    @CsvSource({"ddc, CONV_DW_PW, 8", "ddc, DW_PW_CONV, 16", "vgg, CONV_DW_PW, 4", "vgg, CONV_DW_PW, 16"})
    void shouldGiveTheTagsOfFloat32WhateverTheProcessorMakesOfNarrowNetworks(
            String network, DdcSettings.Order order, int channels) {
        NetworkSettings settings =
                settings(network, List.of(channels, channels), new DdcSettings(List.of(2), 3, order));
        float[] sound = noise(20);

        float[] exact = step(settings, TrainingPrecision.FP32, sound, 20).tags();
        float[] chosen = step(settings, TrainingPrecision.AUTO, sound, 20).tags();

        assertThat(chosen).containsExactly(exact, within(0.005f));
    }

    @Test
    void shouldScoreInFloat32OutsideOfTraining() {
        NDArray sound = manager.create(noise(20), new Shape(BATCH, 20, MELS));
        try (TaggingNetwork net = Networks.create(Nets.small("ddc", "fap"), 3, MELS, 5, manager)) {
            float[] before = net.tags(sound, false).toFloatArray();

            net.trainIn(TrainingPrecision.BF16, manager);

            assertThat(net.tags(sound, false).toFloatArray()).isEqualTo(before);
        }
    }

    @Test
    void shouldTeachWithRunningStatisticsAndLeaveThemAlone() {
        NDArray sound = manager.create(noise(20), new Shape(BATCH, 20, MELS));
        try (TaggingNetwork net = Networks.create(Nets.small("ddc", "fap"), 3, MELS, 5, manager)) {
            float[] expected = net.outputs(sound).masks().toFloatArray();
            float[] inFloat32 = net.teach(sound, 0).masks().toFloatArray();
            net.trainIn(TrainingPrecision.BF16, manager);

            float[] masks = net.teach(sound, 0).masks().toFloatArray();

            assertThat(inFloat32).isEqualTo(expected);
            assertThat(masks).containsExactly(expected, within(0.02f)).isNotEqualTo(expected);
            assertThat(net.weights().read("block1.conv.bn.mean")).containsOnly(0);
        }
    }

    @Test
    void shouldLeaveTheMasksOfTheContextOutOfThePooling() {
        NDArray sound = manager.create(noise(20), new Shape(BATCH, 20, MELS));
        try (TaggingNetwork net = Networks.create(Nets.small("ddc", "fap"), 3, MELS, 5, manager)) {
            NDArray whole = net.outputs(sound).masks();
            TaggingNetwork.Outputs inner = net.teach(sound, 4);

            assertThat(inner.masks().toFloatArray())
                    .isEqualTo(whole.get(":, :, 4:16").toFloatArray());
            assertThat(inner.tags().toFloatArray())
                    .isNotEqualTo(net.tags(sound, false).toFloatArray());
            assertThat(net.learn(sound, 4).masks().getShape()).isEqualTo(new Shape(BATCH, 3, 12, MELS));
        }
    }

    @Test
    void shouldKeepNoArraysOfAStepAfterIt() {
        try (TaggingNetwork net = Networks.create(Nets.small("ddc", "fap"), 3, MELS, 5, manager)) {
            net.trainIn(TrainingPrecision.BF16, manager);
            int before = manager.getManagedArrays().size();

            for (int i = 0; i < 3; i++) {
                try (NDManager step = manager.newSubManager();
                        GradientCollector collector = TorchEngine.engine().newGradientCollector()) {
                    NDArray sound = step.create(noise(20), new Shape(BATCH, 20, MELS));
                    collector.backward(net.tags(sound, true).mean());
                }
            }

            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void shouldRefuseBFloat16ForNetworksThatDoNotKnowIt() {
        try (TaggingNetwork net = Networks.create(Nets.small("attention", "fap"), 3, 64, 5, manager)) {
            assertThatThrownBy(() -> net.trainIn(TrainingPrecision.BF16, manager))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("train.precision");
        }
    }

    /** Tags, gradients by name, and running statistics by name, after one training step. */
    private record Step(float[] tags, Map<String, float[]> learnt, Map<String, float[]> kept) {}

    private Step step(NetworkSettings settings, TrainingPrecision precision, float[] sound, int frames) {
        return step(settings, precision, 3, sound, frames);
    }

    private Step step(NetworkSettings settings, TrainingPrecision precision, int labels, float[] sound, int frames) {
        try (TaggingNetwork net = Networks.create(settings, labels, MELS, 5, manager)) {
            net.trainIn(precision, manager);
            float[] tags;
            try (NDManager step = manager.newSubManager();
                    GradientCollector collector = TorchEngine.engine().newGradientCollector()) {
                NDArray said = net.tags(step.create(sound, new Shape(BATCH, frames, MELS)), true);
                tags = said.toFloatArray();
                collector.backward(said.sub(0.5f).square().mean());
            }
            Map<String, float[]> learnt = new LinkedHashMap<>();
            Map<String, float[]> kept = new LinkedHashMap<>();
            for (Weight weight : net.weights().all()) {
                if (weight.trainable()) {
                    learnt.put(weight.name(), weight.value().getGradient().toFloatArray());
                } else {
                    kept.put(weight.name(), weight.value().toFloatArray());
                }
            }
            return new Step(tags, learnt, kept);
        }
    }

    private static NetworkSettings settings(String network, List<Integer> channels, DdcSettings ddc) {
        NetworkSettings small = Nets.small(network, "fap");
        return new NetworkSettings(
                network,
                small.pooling(),
                channels,
                small.headBias(),
                ddc,
                small.poolings(),
                small.attention(),
                small.talnet(),
                small.adaptive());
    }

    /** Length of all gradients together. */
    private static double all(Map<String, float[]> gradients) {
        return Math.sqrt(gradients.values().stream()
                .mapToDouble(gradient -> Math.pow(length(gradient), 2))
                .sum());
    }

    private static double length(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private static float[] difference(float[] a, float[] b) {
        float[] difference = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    private static float[] noise(int frames) {
        Random random = new Random(11);
        float[] values = new float[BATCH * frames * MELS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
