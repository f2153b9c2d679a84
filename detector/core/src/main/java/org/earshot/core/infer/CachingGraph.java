package org.earshot.core.infer;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.TensorNames;

/**
 * The graph of a model rewritten so that it reads a stream piece by piece: each convolution that looks r frames to either
 * side gets its missing past from an input {@code cache_in_i} instead of zeros, needs no future, and gives its last 2r
 * input frames as {@code cache_out_i}. With a cache of r zero frames a layer begins as at the edge of a clip; with the 2r
 * frames of the piece before it goes on. The outputs lag the input by R, the sum of all r.
 *
 * <p>In an eight-bit graph the caches hold the quantised bytes. In a graph that the runtime has optimised they have the
 * layout that its kernels read them, so that joining past and present is a copy and no layer turns its channels round.
 *
 * @param bytes the rewritten model
 * @param layers the cached layers from first to last
 */
record CachingGraph(byte[] bytes, List<CachedLayer> layers) {
    /** Channels that a processor may keep together; no matter for a graph as it was exported. */
    static final List<Integer> BLOCKS = List.of(16, 8);

    private static final String END = "cache.end";

    static String input(int layer) {
        return "cache_in_" + layer;
    }

    static String output(int layer) {
        return "cache_out_" + layer;
    }

    /**
     * @param model as exported, or as ONNX Runtime optimised it
     * @param block channels that the runtime keeps together, one of {@link #BLOCKS}
     * @throws ModelException if the graph holds something that looks around in time other than such convolutions
     */
    static CachingGraph of(byte[] model, int mels, int block) {
        try {
            return new Rewriter(ModelProto.parseFrom(model), mels, block).rewrite();
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException("not an ONNX file, or damaged", e);
        }
    }

    private static final class Rewriter {
        private final ModelProto model;
        private final int mels;
        private final int block;
        private final Map<String, NodeProto> producers = new HashMap<>();
        private final Map<String, TensorProto> initializers = new HashMap<>();
        private final List<CachedLayer> layers = new ArrayList<>();

        Rewriter(ModelProto model, int mels, int block) {
            this.model = model;
            this.mels = mels;
            this.block = block;
            for (NodeProto node : model.getGraph().getNodeList()) {
                node.getOutputList().forEach(output -> producers.put(output, node));
            }
            for (TensorProto tensor : model.getGraph().getInitializerList()) {
                initializers.put(tensor.getName(), tensor);
            }
        }

        CachingGraph rewrite() {
            // Shapes that were noted for the values between the nodes no longer hold.
            GraphProto.Builder graph =
                    model.getGraph().toBuilder().clearNode().clearOutput().clearValueInfo();
            graph.addInitializer(vector(END, Long.MAX_VALUE));
            Map<String, Integer> cached = new HashMap<>();
            for (NodeProto node : model.getGraph().getNodeList()) {
                if (TimeConvolution.is(node) && new TimeConvolution(node).reach() > 0) {
                    String source = source(node);
                    if (cached.put(source, layers.size()) != null) {
                        throw new ModelException("two convolutions read " + source + "; layer caches need a chain");
                    }
                    layers.add(layer(new TimeConvolution(node), isQuantised(source)));
                }
            }
            addNodes(graph, cached);
            // Masks would be computed over pieces; separation scores whole blocks.
            model.getGraph().getOutputList().stream()
                    .filter(output -> !output.getName().equals(TensorNames.MASKS))
                    .forEach(graph::addOutput);
            for (int i = 0; i < layers.size(); i++) {
                graph.addInput(value(input(i), layers.get(i)));
                graph.addOutput(value(output(i), layers.get(i)));
            }
            return new CachingGraph(model.toBuilder().setGraph(graph).build().toByteArray(), List.copyOf(layers));
        }

        private CachedLayer layer(TimeConvolution convolution, boolean quantised) {
            NodeProto dequantised = producers.get(convolution.weights());
            TensorProto weights =
                    initializers.get(dequantised == null ? convolution.weights() : dequantised.getInput(0));
            if (weights == null || weights.getDimsCount() != 4) {
                throw new ModelException("convolution " + convolution.node().getName() + " has no constant weights");
            }
            int channels = (int) (weights.getDims(1) * convolution.groups());
            return new CachedLayer(
                    channels,
                    convolution.reach(),
                    quantised || convolution.isQuantised(),
                    convolution.layout(channels, block));
        }

        private void addNodes(GraphProto.Builder graph, Map<String, Integer> cached) {
            for (NodeProto node : model.getGraph().getNodeList()) {
                NodeProto.Builder copy = node.toBuilder();
                for (int i = 0; i < node.getInputCount(); i++) {
                    Integer layer = cached.get(node.getInput(i));
                    if (layer != null) {
                        copy.setInput(i, extended(layer));
                    }
                }
                if (TimeConvolution.is(node) && new TimeConvolution(node).reach() > 0) {
                    TimeConvolution.withoutTimePadding(copy);
                }
                graph.addNode(copy);
                for (String output : node.getOutputList()) {
                    if (cached.containsKey(output)) {
                        addCacheNodes(graph, output, cached.get(output));
                    }
                }
            }
        }

        /** Joins a value to its past, and cuts off what the next piece needs. */
        private void addCacheNodes(GraphProto.Builder graph, String value, int i) {
            CachedLayer layer = layers.get(i);
            boolean viewed = layer.layout() instanceof CachedLayer.Blocked;
            String present = value;
            String joined = extended(i);
            if (viewed) {
                // The runtime states the shape that ONNX would have; the values have the layout of the cache.
                present = "cache_view_" + i;
                joined = "cache_joined_" + i;
                reshape(graph, value, present, layer.shape(-1, mels));
            }
            int axis = layer.layout().timeAxis();
            NodeProto.Builder concat = graph.addNodeBuilder()
                    .setOpType("Concat")
                    .setName(joined)
                    .addInput(input(i))
                    .addInput(present)
                    .addOutput(joined);
            concat.addAttributeBuilder()
                    .setName("axis")
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(axis);
            graph.addInitializer(vector("cache.start_" + i, -layer.frames()))
                    .addInitializer(vector("cache.axis_" + i, axis));
            graph.addNodeBuilder()
                    .setOpType("Slice")
                    .setName(output(i))
                    .addInput(joined)
                    .addInput("cache.start_" + i)
                    .addInput(END)
                    .addInput("cache.axis_" + i)
                    .addOutput(output(i));
            if (viewed) {
                reshape(graph, joined, extended(i), new long[] {1, layer.channels(), -1, mels});
            }
        }

        private static String extended(int layer) {
            return "cache_extended_" + layer;
        }

        private static void reshape(GraphProto.Builder graph, String from, String to, long[] shape) {
            graph.addInitializer(vector(to + ".shape", shape));
            graph.addNodeBuilder()
                    .setOpType("Reshape")
                    .setName(to)
                    .addInput(from)
                    .addInput(to + ".shape")
                    .addOutput(to);
        }

        /** What a convolution reads, before it was dequantised. */
        private String source(NodeProto convolution) {
            String input = convolution.getInput(0);
            NodeProto producer = producers.get(input);
            return producer != null && producer.getOpType().equals("DequantizeLinear") ? producer.getInput(0) : input;
        }

        private boolean isQuantised(String value) {
            NodeProto producer = producers.get(value);
            return producer != null && producer.getOpType().equals("QuantizeLinear");
        }

        private ValueInfoProto value(String name, CachedLayer layer) {
            TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
            for (long size : layer.shape(-1, mels)) {
                if (size < 0) {
                    shape.addDimBuilder().setDimParam(name + "_frames");
                } else {
                    shape.addDimBuilder().setDimValue(size);
                }
            }
            TensorProto.DataType type = layer.quantised() ? TensorProto.DataType.UINT8 : TensorProto.DataType.FLOAT;
            return ValueInfoProto.newBuilder()
                    .setName(name)
                    .setType(TypeProto.newBuilder()
                            .setTensorType(TypeProto.Tensor.newBuilder()
                                    .setElemType(type.getNumber())
                                    .setShape(shape)))
                    .build();
        }

        private static TensorProto vector(String name, long... values) {
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(values);
            return TensorProto.newBuilder()
                    .setName(name)
                    .setDataType(TensorProto.DataType.INT64.getNumber())
                    .addDims(values.length)
                    .setRawData(ByteString.copyFrom(bytes.array()))
                    .build();
        }
    }
}
