package org.earshot.trainer.net.tagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Random;
import org.earshot.trainer.net.Nets;
import org.earshot.trainer.net.block.DdcSettings;
import org.earshot.trainer.net.block.DilatedDepthwise;
import org.earshot.trainer.net.block.LayerInfo;
import org.earshot.trainer.net.block.TorchEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworksTest {
    private static final int MELS = 64;

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
        "vgg, gwrp, 41, 587593",
        "ddc, gwrp, 41, 288361",
        "ddc, fap, 41, 290985",
        "vgg, fap, 41, 590217",
        "ddc, ap, 41, 288402",
        "ddc, fap, 10, 285002",
        "vgg, fap, 17, 585585",
        "attention, fap, 41, 1279442",
        "attention, fap, 17, 1267106",
        "talnet, fap, 41, 9482377",
        "talnet-small, fap, 41, 940865"
    })
    void shouldHaveAsManyParametersAsThePaper(String network, String pooling, int labels, long expected) {
        try (TaggingNetwork net = Networks.create(Nets.paper(network, pooling), labels, MELS, 1, manager)) {
            assertThat(net.weights().parameterCount()).isEqualTo(expected);
            assertThat(net.layers(311).stream().mapToLong(LayerInfo::parameters).sum())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, CONV_DW_PW, 293993", "7, CONV_DW_PW, 302441", "3, DW_PW_CONV, 376820"})
    void shouldCountOtherBlockLayouts(int kernel, DdcSettings.Order order, long expected) {
        NetworkSettings paper = Nets.paper("ddc", "gap");
        DdcSettings ddc = new DdcSettings(List.of(2), kernel, order);
        NetworkSettings settings = new NetworkSettings(
                "ddc",
                "gap",
                paper.channels(),
                paper.headBias(),
                ddc,
                paper.poolings(),
                paper.attention(),
                paper.talnet(),
                paper.adaptive());

        try (TaggingNetwork net = Networks.create(settings, 41, MELS, 1, manager)) {
            assertThat(net.weights().parameterCount()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"ddc, 12", "vgg, 8"})
    void shouldSeeAsFarAsItsKernelsReach(String network, int expectedFrames) {
        NetworkSettings paper = Nets.paper(network, "gap");
        NetworkSettings settings = new NetworkSettings(
                network,
                "gap",
                List.of(2, 2, 2, 2),
                0,
                paper.ddc(),
                paper.poolings(),
                paper.attention(),
                paper.talnet(),
                paper.adaptive());

        try (TaggingNetwork net = Networks.create(settings, 2, MELS, 1, manager)) {
            assertThat(net.export().receptiveFrames()).isEqualTo(expectedFrames);
        }
    }

    @Test
    void shouldStartTheTagsAtThePriorOfTheHead() {
        NetworkSettings small = Nets.small("ddc", "gap");
        try (TaggingNetwork net = Networks.create(small, 3, MELS, 1, manager)) {
            zeroHead(net);

            float[] tags = net.tags(noise(2, 20), false).toFloatArray();

            for (float tag : tags) {
                assertThat(tag).isCloseTo((float) (1 / (1 + Math.exp(1))), within(1e-5f));
            }
        }
    }

    @Test
    void shouldStartAlikeFromTheSameSeed() {
        NDArray sound = noise(1, 20);
        try (TaggingNetwork first = Networks.create(Nets.small("ddc", "fap"), 3, MELS, 5, manager);
                TaggingNetwork second = Networks.create(Nets.small("ddc", "fap"), 3, MELS, 5, manager)) {
            assertThat(first.tags(sound, false).toFloatArray())
                    .isEqualTo(second.tags(sound, false).toFloatArray());
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 20", "2, 21", "3, 20"})
    void shouldConvolveDilatedDepthwiseAsTheEngineDoes(int dilation, int frames) {
        NDArray x = manager.randomNormal(new Shape(2, 6, frames, MELS));
        NDArray kernel = manager.randomNormal(new Shape(6, 1, 3, 3));
        NDArray expected = x.getNDArrayInternal()
                .convolution(
                        x,
                        kernel,
                        null,
                        new Shape(1, 1),
                        new Shape(dilation, dilation),
                        new Shape(dilation, dilation),
                        6)
                .singletonOrThrow();

        NDArray actual = DilatedDepthwise.convolve(x, kernel, dilation);

        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertThat(actual.sub(expected).abs().max().getFloat()).isLessThan(1e-5f);
    }

    @Test
    void shouldKeepNoArraysOfAStepAfterIt() {
        try (TaggingNetwork net = Networks.create(Nets.small("ddc", "fap"), 3, MELS, 5, manager)) {
            int before = arrays();

            for (int i = 0; i < 3; i++) {
                try (NDManager step = manager.newSubManager();
                        GradientCollector collector = TorchEngine.engine().newGradientCollector()) {
                    NDArray sound = step.create(noise(2, 20).toFloatArray(), new Shape(2, 20, MELS));
                    collector.backward(net.tags(sound, true).mean());
                }
            }

            // Only the noise itself, three times.
            assertThat(arrays() - before).isEqualTo(3);
        }
    }

    private int arrays() {
        return manager.getManagedArrays().size();
    }

    private static void zeroHead(TaggingNetwork net) {
        net.weights().write("head.weight", new float[net.weights().read("head.weight").length]);
    }

    private NDArray noise(int batch, int frames) {
        Random random = new Random(11);
        float[] values = new float[batch * frames * MELS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, new Shape(batch, frames, MELS));
    }
}
