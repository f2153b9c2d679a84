package org.earshot.trainer.teach.head;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashSet;
import java.util.Set;
import org.earshot.core.model.ModelException;

/**
 * The graph of a model cut off before its head: log-mel in, the last feature map out, [batch][channels][frames][mels].
 *
 * @param bytes the derived model
 * @param output name of its output
 * @param channels C
 */
record BodyGraph(byte[] bytes, String output, int channels) {

    /** @throws ModelException if the graph has no head as this program writes it */
    static BodyGraph of(byte[] model, int mels) {
        try {
            return cut(ModelProto.parseFrom(model), mels);
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException("not an ONNX file, or damaged", e);
        }
    }

    private static BodyGraph cut(ModelProto model, int mels) {
        GraphProto.Builder graph =
                model.getGraph().toBuilder().clearNode().clearOutput().clearInitializer();
        Set<String> used = new HashSet<>();
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (node.getOpType().equals("Conv") && node.getInput(1).equals(HeadTensors.WEIGHT)) {
                String features = node.getInput(0);
                int channels = HeadTensors.of(model.getGraph()).channels();
                graph.addOutput(value(features, channels, mels));
                model.getGraph().getInitializerList().stream()
                        .filter(tensor -> used.contains(tensor.getName()))
                        .forEach(graph::addInitializer);
                return new BodyGraph(model.toBuilder().setGraph(graph).build().toByteArray(), features, channels);
            }
            graph.addNode(node);
            used.addAll(node.getInputList());
        }
        throw new ModelException("the model has no head, so it is no mask network of ours");
    }

    private static ValueInfoProto value(String name, int channels, int mels) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam("batch");
        shape.addDimBuilder().setDimValue(channels);
        shape.addDimBuilder().setDimParam("frames");
        shape.addDimBuilder().setDimValue(mels);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape)))
                .build();
    }
}
