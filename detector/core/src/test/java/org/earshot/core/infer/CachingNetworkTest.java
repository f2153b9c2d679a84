package org.earshot.core.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.Random;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.ShippedModels;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachingNetworkTest {
    private static final int MELS = 64;
    private static final int R = 12;
    private static CachingNetwork caching;
    private static OnnxMaskNetwork plain;

    @BeforeAll
    static void open() {
        caching = CachingNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded());
        plain = OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded());
    }

    @AfterAll
    static void close() {
        caching.close();
        plain.close();
    }

    @Test
    void shouldGiveWhatTheUncutStreamGives() {
        int frames = 400;
        float[] stream = OnnxMaskNetworkTest.noise(frames * MELS, 8);
        Scores whole = plain.score(stream, 1, frames);
        Random random = new Random(2);

        int at = R + 1 + random.nextInt(40);
        CachingNetwork.Piece piece = caching.begin(stream, 0, at);
        int done = assertAlike(whole, 0, piece.scores());
        while (at < frames) {
            int length = Math.min(frames - at, 1 + random.nextInt(40));
            piece = caching.next(stream, at * MELS, length, piece.cache());
            done = assertAlike(whole, done, piece.scores());
            at += length;
        }

        assertThat(done).isEqualTo(frames - R);
    }

    @Test
    void shouldGoOnFromContextAfterItsCacheWasDropped() {
        float[] stream = OnnxMaskNetworkTest.noise(200 * MELS, 9);
        Scores whole = plain.score(stream, 1, 200);
        float[] block = Arrays.copyOfRange(stream, (100 - R) * MELS, (131 + R) * MELS);

        CachingNetwork.Piece again = caching.begin(block, 0, 31 + 2 * R);
        CachingNetwork.Piece next = caching.next(stream, (131 + R) * MELS, 20, again.cache());

        for (int t = 0; t < 31; t++) {
            assertThat(again.scores().activity()[again.scores().at(0, 2, R + t)])
                    .isCloseTo(whole.activity()[whole.at(0, 2, 100 + t)], within(1e-5f));
        }
        assertAlike(whole, 131, next.scores());
    }

    @ParameterizedTest
    @CsvSource({"full, fp32", "full, int8", "light, fp32", "light, int8"})
    void shouldKeepWhatTheRuntimesOwnKernelsRead(String name, String precision) {
        ModelFile model = ShippedModels.open(name, precision);
        float[] stream = OnnxMaskNetworkTest.noise(120 * MELS, 10);
        try (var whole = OnnxMaskNetwork.open(model, DeviceChoice.CPU, InferenceSettings.singleThreaded());
                var pieces = CachingNetwork.open(model, DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            Scores expected = whole.score(stream, 1, 120);

            CachingNetwork.Piece begun = pieces.begin(stream, 0, 60);
            CachingNetwork.Piece second = pieces.next(stream, 60 * MELS, 31, begun.cache());
            pieces.reuse(begun.cache());
            CachingNetwork.Piece third = pieces.next(stream, 91 * MELS, 29, second.cache());

            assertThat(pieces.turnsNoLayouts()).isTrue();
            assertAlike(expected, 0, begun.scores());
            assertAlike(expected, 60 - R, second.scores());
            assertAlike(expected, 91 - R, third.scores());
        }
    }

    @Test
    void shouldSayWhatACacheTakes() {
        CachingNetwork.Piece piece = caching.begin(OnnxMaskNetworkTest.noise(40 * MELS, 1), 0, 40);

        // One plane and 2 frames, then 4 channels, which the runtime may fill up to the 8 or 16 that its kernels read
        // at
        // once: a dense layer keeps 2 frames, a dilated one 4.
        int each = (4 + 2 + 4 + 2 + 4 + 2 + 4) * MELS * Float.BYTES;
        assertThat(piece.cache().bytes() - 2 * MELS * Float.BYTES).isBetween(4 * each, 16 * each);
        assertThat(caching.cacheBytes()).isEqualTo(piece.cache().bytes());
    }

    @Test
    void shouldRefuseWholeClipModel() {
        assertThatThrownBy(() -> CachingNetwork.open(
                        TestModels.tinyWholeClips(), DeviceChoice.CPU, InferenceSettings.singleThreaded()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("whole clips only");
    }

    @Test
    void shouldRefuseAModelWithAWayAroundALayer() {
        byte[] around = TestModels.changed(model -> {
            GraphProto.Builder graph = model.getGraphBuilder();
            int at = 0;
            while (graph.getNode(at).getAttributeList().stream()
                    .noneMatch(a -> a.getName().equals("group") && a.getI() > 1)) {
                at++;
            }
            NodeProto layer = graph.getNode(at);
            graph.getNodeBuilder(at).setOutput(0, "layer");
            graph.addNode(
                    at + 1,
                    NodeProto.newBuilder()
                            .setOpType("Add")
                            .addInput("layer")
                            .addInput(layer.getInput(0))
                            .addOutput(layer.getOutput(0)));
        });

        assertThatThrownBy(() -> CachingNetwork.open(
                        ModelFile.read(around, "around"), DeviceChoice.CPU, InferenceSettings.singleThreaded()))
                .isInstanceOf(ModelException.class);
    }

    @Test
    void shouldRefuseToBeginWithinTheReceptiveField() {
        assertThatThrownBy(() -> caching.begin(new float[R * MELS], 0, R)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int assertAlike(Scores whole, int from, Scores piece) {
        for (int k = 0; k < piece.classes(); k++) {
            for (int t = 0; t < piece.frames(); t++) {
                assertThat(piece.activity()[piece.at(0, k, t)])
                        .isCloseTo(whole.activity()[whole.at(0, k, from + t)], within(1e-5f));
                float numerator = whole.poolNumerator()[whole.at(0, k, from + t)];
                assertThat(piece.poolNumerator()[piece.at(0, k, t)])
                        .isCloseTo(numerator, within(1e-5f * Math.max(1, numerator)));
            }
        }
        return from + piece.frames();
    }
}
