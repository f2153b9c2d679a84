package org.earshot.trainer.net.tagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Random;
import org.earshot.trainer.export.FoldedWeights;
import org.earshot.trainer.export.NetworkWeights;
import org.earshot.trainer.net.Nets;
import org.earshot.trainer.net.block.TorchEngine;
import org.earshot.trainer.net.block.Weight;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeightImportTest {
    private static final int LABELS = 3;
    private static final int MELS = 16;

    private NDManager manager;
    private TaggingNetwork original;
    private NDArray sound;

    @BeforeEach
    void makeANetworkWithStatisticsOfItsOwn() {
        manager = TorchEngine.open(1);
        original = create("ddc", 1);
        Random random = new Random(3);
        for (Weight weight : original.weights().all()) {
            float[] values = original.weights().read(weight.name());
            for (int i = 0; weight.name().contains(".bn.") && i < values.length; i++) {
                values[i] = 0.5f + random.nextFloat();
            }
            original.weights().write(weight.name(), values);
        }
        sound = noise(new Random(3), manager);
    }

    @AfterEach
    void close() {
        original.close();
        manager.close();
    }

    @Test
    void shouldGiveTheTagsOfTheModel() {
        try (TaggingNetwork network = create("ddc", 2)) {
            float[] fresh = network.tags(sound, false).toFloatArray();

            takeOver(network);

            float[] expected = original.tags(sound, false).toFloatArray();
            assertThat(fresh).isNotEqualTo(expected);
            assertThat(network.tags(sound, false).toFloatArray()).containsExactly(expected, within(1e-4f));
        }
    }

    @Test
    void shouldGiveTheSameWithTheStatisticsOfABatch() {
        try (TaggingNetwork network = create("ddc", 2)) {
            takeOver(network);

            float[] running = network.tags(sound, false).toFloatArray();
            float[] batch = network.tags(sound, true).toFloatArray();

            assertThat(batch).containsExactly(running, within(1e-4f));
        }
    }

    @Test
    void shouldRefuseOtherLayers() {
        try (TaggingNetwork network = create("vgg", 2)) {
            assertThatThrownBy(() -> takeOver(network))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("6 convolutions instead of 4");
        }
    }

    private void takeOver(TaggingNetwork network) {
        NetworkWeights folded = FoldedWeights.of((NetworkWeights) original.export());
        Map<String, float[]> values = network.trainable(folded, scope -> noise(new Random(3), scope));
        values.forEach(network.weights()::write);
    }

    private TaggingNetwork create(String network, long seed) {
        return Networks.create(Nets.small(network, "fap"), LABELS, MELS, seed, manager);
    }

    private static NDArray noise(Random random, NDManager in) {
        float[] values = new float[4 * 30 * MELS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return in.create(values, new Shape(4, 30, MELS));
    }
}
