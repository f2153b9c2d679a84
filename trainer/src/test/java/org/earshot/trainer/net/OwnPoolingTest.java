package org.earshot.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.TensorNames;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.export.NetworkExport;
import org.earshot.trainer.export.OnnxGraph;
import org.earshot.trainer.export.OnnxModelReader;
import org.earshot.trainer.export.OnnxModelWriter;
import org.earshot.trainer.export.PoolingExport;
import org.earshot.trainer.net.block.TorchEngine;
import org.earshot.trainer.net.block.WeightStore;
import org.earshot.trainer.net.pooling.Pooling;
import org.earshot.trainer.net.pooling.Poolings;
import org.earshot.trainer.net.tagger.MaskTagger;
import org.earshot.trainer.net.tagger.TaggingNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pooling that the program does not have is one class and one registration; all else follows. */
class OwnPoolingTest {
    private static final int MELS = 64;
    private static final int FRAMES = 60;
    private static final List<String> LABELS = List.of("a", "b", "c");

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.open(1).newSubManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void shouldTrainWithAPoolingThatWasRegistered() {
        try (TaggingNetwork network = network()) {
            try (GradientCollector gradients = TorchEngine.engine().newGradientCollector()) {
                gradients.backward(network.tags(manager.create(noise(), new Shape(1, FRAMES, MELS)), true)
                        .mean());
            }

            NDArray gradient = network.weights().get("head.weight").value().getGradient();
            assertThat(gradient.abs().max().getFloat()).isPositive();
            assertThat(network.poolingName()).isEqualTo("linear-softmax-2d");
        }
    }

    @Test
    void shouldStreamInTheDetectorWithAPoolingThatWasRegistered() {
        float[] sound = noise();
        try (TaggingNetwork network = network()) {
            TaggingNetwork.Outputs expected = network.outputs(manager.create(sound, new Shape(1, FRAMES, MELS)));

            Scores actual = scored(network.export(), sound);

            assertThat(actual.tags()).containsExactly(expected.tags().toFloatArray(), within(1e-5f));
            assertThat(actual.activity()).containsExactly(expected.activity().toFloatArray(), within(1e-5f));
            assertThat(actual.poolNumerator()).hasSize(LABELS.size() * FRAMES);
        }
    }

    @Test
    void shouldNotBeTakenForAnotherPoolingWhereItsFileIsRead() {
        try (TaggingNetwork network = network()) {
            ModelFile file = file(network.export());

            assertThatThrownBy(() -> OnnxModelReader.read(file))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("its pooling linear-softmax-2d cannot be read");
        }
    }

    private TaggingNetwork network() {
        Poolings poolings = new Poolings().with(Squares.NAME, (settings, labels, mels, weights) -> new Squares());
        return new MaskTagger(
                Nets.small("ddc", Squares.NAME), poolings, LABELS.size(), MELS, new WeightStore(manager, 1));
    }

    private static Scores scored(NetworkExport export, float[] sound) {
        try (OnnxMaskNetwork exported =
                OnnxMaskNetwork.open(file(export), DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            return exported.score(sound, 1, FRAMES);
        }
    }

    private static ModelFile file(NetworkExport export) {
        Manifest manifest = new Manifest(
                "own",
                "1",
                LABELS,
                FrontEnd.wide16k(),
                ActivityCurve.graph(),
                export.receptiveFrames(),
                Squares.NAME,
                export.streams(),
                Collections.nCopies(LABELS.size(), Thresholds.PAPER),
                10,
                10,
                List.of(),
                Map.of(),
                List.of(),
                0);
        return ModelFile.read(OnnxModelWriter.bytes(export, manifest), "own");
    }

    private static float[] noise() {
        Random random = new Random(3);
        float[] sound = new float[FRAMES * MELS];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (float) random.nextGaussian();
        }
        return sound;
    }

    /** y = sum of M^2 / sum of M over all bins: a ratio of sums over frames, so that it streams. */
    private static final class Squares implements Pooling {
        static final String NAME = "linear-softmax-2d";

        @Override
        public NDArray pool(NDArray masks) {
            int[] bins = {2, 3};
            return masks.square().sum(bins).div(masks.sum(bins));
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<float[]> alpha() {
            return List.of();
        }

        @Override
        public PoolingExport export() {
            return new AsGraph();
        }

        /** The same as nodes of the model file. */
        private static final class AsGraph implements PoolingExport {
            @Override
            public String name() {
                return NAME;
            }

            @Override
            public boolean streams() {
                return true;
            }

            @Override
            public float[][] alpha() {
                return new float[0][];
            }

            @Override
            public void addTo(OnnxGraph graph, String masks) {
                String mels = graph.axes(3);
                graph.named("ReduceSum", TensorNames.POOL_NUMERATOR, graph.node("Mul", masks, masks), mels)
                        .keepDims(false);
                graph.named("ReduceSum", TensorNames.POOL_DENOMINATOR, masks, mels)
                        .keepDims(false);
                String above = graph.sum(TensorNames.POOL_NUMERATOR, 2);
                graph.named("Div", TensorNames.TAGS, above, graph.sum(TensorNames.POOL_DENOMINATOR, 2));
            }
        }
    }
}
