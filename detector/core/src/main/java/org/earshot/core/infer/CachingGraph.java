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

/**
 * The graph of a model rewritten so that it reads a stream piece by piece: each convolution that looks r frames to either
 * side gets its missing past from an input {@code cache_in_i} instead of zeros, needs no future, and gives its last 2r
 * input frames as {@code cache_out_i}. With a cache of r zero frames a layer begins as at the edge of a clip; with the 2r
 * frames of the piece before it goes on. The outputs lag the input by R, the sum of all r.
 *
 * <p>In an eight-bit graph the caches hold the quantised bytes.
 *
 * @param bytes the rewritten model
 * @param layers the cached layers from first to last
 */
record CachingGraph(byte[] bytes, List<CachedLayer> layers) {
    private static final int TIME_AXIS = 2;
    private static final String END = "cache.end";
    private static final String AXIS = "cache.axis";

    /**
     * A convolution with memory.
     *
     * @param channels channels of its input
     * @param reach r, frames that it looks to either side
     * @param quantised whether its cache holds unsigned bytes, otherwise float32
     */
    record CachedLayer(int channels, int reach, boolean quantised) {
        /** Values of its cache while the stream runs. */
        int values(int mels) {
            return channels * 2 * reach * mels;
        }
    }

    static String input(int layer) {
        return "cache_in_" + layer;
    }

    static String output(int layer) {
        return "cache_out_" + layer;
    }

    /** @throws ModelException if the graph holds something that looks around in time other than such convolutions */
    static CachingGraph of(byte[] model, int mels) {
        try {
            return new Rewriter(ModelProto.parseFrom(model), mels).rewrite();
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException("not an ONNX file, or damaged", e);
        }
    }

    private static final class Rewriter {
        private final ModelProto model;
        private final int mels;
        private final Map<String, NodeProto> producers = new HashMap<>();
        private final Map<String, TensorProto> initializers = new HashMap<>();
        private final List<CachedLayer> layers = new ArrayList<>();

        Rewriter(ModelProto model, int mels) {
            this.model = model;
            this.mels = mels;
            for (NodeProto node : model.getGraph().getNodeList()) {
                node.getOutputList().forEach(output -> producers.put(output, node));
            }
            for (TensorProto tensor : model.getGraph().getInitializerList()) {
                initializers.put(tensor.getName(), tensor);
            }
        }

        CachingGraph rewrite() {
            GraphProto.Builder graph = model.getGraph().toBuilder().clearNode().clearOutput();
            graph.addInitializer(vector(END, Long.MAX_VALUE)).addInitializer(vector(AXIS, TIME_AXIS));
            Map<String, String> extended = new HashMap<>();
            for (NodeProto node : model.getGraph().getNodeList()) {
                long reach = reach(node);
                if (reach > 0) {
                    cache(graph, source(node), (int) reach, channels(node), extended);
                }
            }
            addNodes(graph, extended);
            // Masks would be computed over pieces; separation scores whole blocks.
            model.getGraph().getOutputList().stream()
                    .filter(output -> !output.getName().equals("masks"))
                    .forEach(graph::addOutput);
            for (int i = 0; i < layers.size(); i++) {
                graph.addInput(value(input(i), layers.get(i)));
                graph.addOutput(value(output(i), layers.get(i)));
            }
            return new CachingGraph(model.toBuilder().setGraph(graph).build().toByteArray(), List.copyOf(layers));
        }

        /** Remembers that a value is to be read with its past in front, under the name that is returned. */
        private void cache(
                GraphProto.Builder graph, String value, int reach, int channels, Map<String, String> extended) {
            if (extended.containsKey(value)) {
                throw new ModelException("two convolutions read " + value + "; layer caches need a chain");
            }
            int i = layers.size();
            layers.add(new CachedLayer(channels, reach, isQuantised(value)));
            extended.put(value, "cache_extended_" + i);
            graph.addInitializer(vector("cache.start_" + i, -2L * reach));
        }

        private void addNodes(GraphProto.Builder graph, Map<String, String> extended) {
            for (NodeProto node : model.getGraph().getNodeList()) {
                NodeProto.Builder copy = node.toBuilder();
                for (int i = 0; i < node.getInputCount(); i++) {
                    copy.setInput(i, extended.getOrDefault(node.getInput(i), node.getInput(i)));
                }
                if (reach(node) > 0) {
                    withoutTimePadding(copy);
                }
                graph.addNode(copy);
                for (String output : node.getOutputList()) {
                    if (extended.containsKey(output)) {
                        addCacheNodes(graph, output, extended.get(output));
                    }
                }
            }
        }

        private static void addCacheNodes(GraphProto.Builder graph, String value, String extended) {
            int i = Integer.parseInt(extended.substring(extended.lastIndexOf('_') + 1));
            NodeProto.Builder concat = graph.addNodeBuilder()
                    .setOpType("Concat")
                    .setName(extended)
                    .addInput(input(i))
                    .addInput(value)
                    .addOutput(extended);
            concat.addAttributeBuilder()
                    .setName("axis")
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(TIME_AXIS);
            graph.addNodeBuilder()
                    .setOpType("Slice")
                    .setName(output(i))
                    .addInput(extended)
                    .addInput("cache.start_" + i)
                    .addInput(END)
                    .addInput(AXIS)
                    .addOutput(output(i));
        }

        /** What a convolution reads, before it was dequantised. */
        private String source(NodeProto convolution) {
            String input = convolution.getInput(0);
            return isQuantised(input) ? producers.get(input).getInput(0) : input;
        }

        private boolean isQuantised(String value) {
            NodeProto producer = producers.get(value);
            return producer != null
                    && (producer.getOpType().equals("DequantizeLinear")
                            || producer.getOpType().equals("QuantizeLinear"));
        }

        private int channels(NodeProto convolution) {
            NodeProto dequantised = producers.get(convolution.getInput(1));
            String weight = dequantised == null ? convolution.getInput(1) : dequantised.getInput(0);
            TensorProto tensor = initializers.get(weight);
            if (tensor == null || tensor.getDimsCount() != 4) {
                throw new ModelException("convolution " + convolution.getName() + " has no constant weights");
            }
            return (int) (tensor.getDims(1) * integer(convolution, "group", 1));
        }

        /** Frames that a node looks to either side; 0 if it is no convolution over time. */
        private static long reach(NodeProto node) {
            if (!node.getOpType().equals("Conv")) {
                return 0;
            }
            List<Long> kernel = integers(node, "kernel_shape");
            List<Long> pads = integers(node, "pads");
            List<Long> dilations = integers(node, "dilations");
            if (kernel.isEmpty() || kernel.get(0) == 1) {
                return 0;
            }
            long reach = (kernel.get(0) - 1) / 2 * (dilations.isEmpty() ? 1 : dilations.get(0));
            if (kernel.get(0) % 2 == 0 || pads.size() != 4 || pads.get(0) != reach || pads.get(2) != reach) {
                throw new ModelException("convolution " + node.getName() + " does not keep the number of frames");
            }
            return reach;
        }

        private static void withoutTimePadding(NodeProto.Builder convolution) {
            for (AttributeProto.Builder attribute : convolution.getAttributeBuilderList()) {
                if (attribute.getName().equals("pads")) {
                    attribute.setInts(0, 0).setInts(2, 0);
                }
            }
        }

        private static List<Long> integers(NodeProto node, String name) {
            return node.getAttributeList().stream()
                    .filter(a -> a.getName().equals(name))
                    .findFirst()
                    .map(AttributeProto::getIntsList)
                    .orElse(List.of());
        }

        private static long integer(NodeProto node, String name, long otherwise) {
            return node.getAttributeList().stream()
                    .filter(a -> a.getName().equals(name))
                    .mapToLong(AttributeProto::getI)
                    .findFirst()
                    .orElse(otherwise);
        }

        private ValueInfoProto value(String name, CachedLayer layer) {
            TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
            shape.addDimBuilder().setDimParam("batch");
            shape.addDimBuilder().setDimValue(layer.channels());
            shape.addDimBuilder().setDimParam(name + "_frames");
            shape.addDimBuilder().setDimValue(mels);
            TensorProto.DataType type = layer.quantised() ? TensorProto.DataType.UINT8 : TensorProto.DataType.FLOAT;
            return ValueInfoProto.newBuilder()
                    .setName(name)
                    .setType(TypeProto.newBuilder()
                            .setTensorType(TypeProto.Tensor.newBuilder()
                                    .setElemType(type.getNumber())
                                    .setShape(shape)))
                    .build();
        }

        private static TensorProto vector(String name, long value) {
            ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(0, value);
            return TensorProto.newBuilder()
                    .setName(name)
                    .setDataType(TensorProto.DataType.INT64.getNumber())
                    .addDims(1)
                    .setRawData(ByteString.copyFrom(bytes.array()))
                    .build();
        }
    }
}
