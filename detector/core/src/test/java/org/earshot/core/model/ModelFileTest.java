package org.earshot.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFileTest {
    /** Numbers of fields in onnx.proto. */
    private static final int GRAPH = 7;

    private static final int NODE = 1;
    private static final int INITIALIZER = 5;
    private static final int INT64_DATA = 7;

    @Test
    void shouldReadManifestAndHash() {
        ModelFile model = TestModels.tiny();

        assertThat(model.sha256()).matches("[0-9a-f]{64}");
        assertThat(model.givesMasks()).isTrue();
        assertThat(model.manifest().labels()).containsExactly("low", "middle", "high");
        assertThat(model.manifest().activity()).isEqualTo(ActivityCurve.windowed(15));
        assertThat(model.manifest().frontEnd()).isEqualTo(FrontEnd.wide16k());
        assertThat(model.manifest().alpha()).hasSize(3).allMatch(row -> row.size() == 64);
    }

    @Test
    void shouldAcceptModelForWholeClips() {
        ModelFile model = TestModels.tinyWholeClips();

        assertThat(model.manifest().streams()).isFalse();
        assertThat(model.manifest().pooling()).isEqualTo("gwrp");
    }

    @Test
    void shouldTolerateUnknownKeys() {
        byte[] file = TestModels.withManifest("\"pooling\"", "\"colour\":\"green\",\"pooling\"");

        assertThat(ModelFile.read(file, "m").manifest().pooling()).isEqualTo("fap");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void shouldRefuseInOneLine(String reason, byte[] file) {
        assertThatThrownBy(() -> ModelFile.read(file, "bad.onnx"))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("bad.onnx: ")
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n");
    }

    static Stream<Arguments> hostile() {
        byte[] tiny = TestModels.bytes("tiny.onnx");
        return Stream.of(
                arguments("not an ONNX file", new byte[0]),
                arguments("not an ONNX file", "RIFF....WAVE".getBytes(StandardCharsets.US_ASCII)),
                arguments("not an ONNX file", Arrays.copyOf(tiny, tiny.length / 2)),
                arguments("without the metadata entry", changed(ModelProto.Builder::clearMetadataProps)),
                arguments("malformed JSON", changed(m -> manifest(m, "{\"name\":"))),
                arguments("must be a JSON object", changed(m -> manifest(m, "[]"))),
                arguments(
                        "labels are missing",
                        changed(m -> manifest(
                                m, m.getMetadataProps(0).getValue().replace("[\"low\",\"middle\",\"high\"]", "[]")))),
                arguments("labels is missing", TestModels.withManifest("\"labels\"", "\"names\"")),
                arguments("a label stands twice", TestModels.withManifest("\"low\",\"middle\"", "\"low\",\"low\"")),
                arguments("high is missing", TestModels.withManifest("\"high\":{", "\"higher\":{")),
                arguments(
                        "receptive_frames must be an integer",
                        TestModels.withManifest("\"receptive_frames\":12", "\"receptive_frames\":\"12\"")),
                arguments(
                        "receptiveFrames must lie",
                        TestModels.withManifest("\"receptive_frames\":12", "\"receptive_frames\":-1")),
                arguments("rateHz must lie", TestModels.withManifest("\"rate_hz\":16000", "\"rate_hz\":0")),
                arguments("log_mel: the shape", TestModels.withManifest("\"mels\":64", "\"mels\":40")),
                arguments("tags: the shape", fourLabels()),
                arguments(
                        "the output masks is missing",
                        changed(m -> m.getGraphBuilder().removeOutput(4))),
                arguments(
                        "the output pool_numerator is missing",
                        changed(m -> m.getGraphBuilder().removeOutput(2))),
                arguments(
                        "one input log_mel",
                        changed(m -> m.getGraphBuilder().getInputBuilder(0).setName("audio"))),
                arguments(
                        "must be float32",
                        changed(m -> m.getGraphBuilder()
                                .getOutputBuilder(0)
                                .getTypeBuilder()
                                .getTensorTypeBuilder()
                                .setElemType(TensorProto.DataType.DOUBLE.getNumber()))),
                arguments(
                        "external data",
                        changed(m -> external(m.getGraphBuilder().getInitializerBuilder(0)))),
                arguments(
                        "external data",
                        changed(m -> external(m.getGraphBuilder()
                                .addNodeBuilder()
                                .setOpType("Constant")
                                .addOutput("x")
                                .addAttributeBuilder()
                                .setName("value")
                                .setType(AttributeProto.AttributeType.TENSOR)
                                .getTBuilder()))),
                arguments("nested deeper", changed(m -> m.getGraphBuilder().addNode(nested(12)))),
                arguments("more than 1000000 fields", model(field(GRAPH, emptyNodes(2_000_000)))),
                arguments(
                        "more than 32 MiB of packed integers",
                        model(field(GRAPH, field(INITIALIZER, field(INT64_DATA, new byte[(32 << 20) + 1]))))));
    }

    private static byte[] emptyNodes(int count) {
        byte[] nodes = new byte[2 * count];
        for (int i = 0; i < nodes.length; i += 2) {
            nodes[i] = NODE << 3 | 2;
        }
        return nodes;
    }

    private static byte[] model(byte[] graph) {
        return ByteBuffer.allocate(2 + graph.length)
                .put((byte) 8)
                .put((byte) 8)
                .put(graph)
                .array();
    }

    /** A field of protobuf's wire format with content of any length. */
    private static byte[] field(int number, byte[] content) {
        ByteBuffer bytes = ByteBuffer.allocate(6 + content.length).put((byte) (number << 3 | 2));
        int length = content.length;
        for (; length >= 0x80; length >>>= 7) {
            bytes.put((byte) (length | 0x80));
        }
        bytes.put((byte) length).put(content);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    @Test
    void shouldSurviveAnyDamage() {
        byte[] tiny = TestModels.bytes("tiny.onnx");
        Random random = new Random(3);
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = Arrays.copyOf(tiny, 1 + random.nextInt(tiny.length));
            for (int flips = random.nextInt(20); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }

            try {
                ModelFile.read(damaged, "damaged");
            } catch (ModelException expected) {
                assertThat(expected).hasMessageStartingWith("damaged: ");
            }
        }
    }

    @Test
    void shouldNameMissingFile() {
        assertThatThrownBy(() -> ModelFile.read(Path.of("no-such-model.onnx")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no-such-model.onnx: no such model file");
    }

    private static byte[] fourLabels() {
        return changed(m -> manifest(
                m,
                m.getMetadataProps(0)
                        .getValue()
                        .replace("\"high\"]", "\"high\",\"top\"]")
                        .replace(
                                "\"thresholds\":{",
                                "\"thresholds\":{\"top\":{\"gate\":0.1,\"high\":0.2,\"low\":0.1},")));
    }

    private static byte[] changed(Consumer<ModelProto.Builder> change) {
        return TestModels.changed(change);
    }

    private static void manifest(ModelProto.Builder model, String json) {
        model.getMetadataPropsBuilder(0).setValue(json);
    }

    private static void external(TensorProto.Builder tensor) {
        tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("/etc/passwd"));
    }

    private static NodeProto nested(int depth) {
        var node = NodeProto.newBuilder().setOpType("If");
        if (depth > 0) {
            node.addAttributeBuilder()
                    .setName("then_branch")
                    .setType(AttributeProto.AttributeType.GRAPH)
                    .getGBuilder()
                    .addNode(nested(depth - 1));
        }
        return node.build();
    }
}
