package org.earshot.trainer.teach.head;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.earshot.core.model.TensorNames;

/**
 * How a graph sums the frames of each label into its tags. The runtime adds a row of frames in an order that depends on where
 * in memory the row begins, so with a label more or less the tags of the others would differ in their last bit. Therefore
 * the labels that a model was trained with are summed in the rows that they had then, a removed one's row being filled with
 * another's, and each label that was taught later is summed alone:
 *
 * <pre>
 *   sums = Concat(Gather(ReduceSum(Gather(S, tags.rows)), tags.kept), ReduceSum(Gather(S, [k])) for each taught k)
 * </pre>
 *
 * <p>Taught labels stand behind the trained ones. A graph that has all its trained labels and no other keeps its plain sums.
 *
 * @param trained how many labels the model was trained with
 * @param kept rows of the trained labels that it still has, ascending
 * @param taught how many labels were taught to it
 */
record TagRows(int trained, List<Integer> kept, int taught) {
    private static final String ROWS = "tags.rows";
    private static final String KEPT = "tags.kept";
    private static final String PREFIX = "tags.";
    private static final String FRAMES = "axis.2";

    /** @param labels how many labels the graph has */
    static TagRows of(GraphProto graph, int labels) {
        int trained = labels;
        List<Integer> kept = IntStream.range(0, labels).boxed().toList();
        for (TensorProto tensor : graph.getInitializerList()) {
            if (tensor.getName().equals(ROWS)) {
                trained = (int) tensor.getDims(0);
            } else if (tensor.getName().equals(KEPT)) {
                kept = longs(tensor);
            }
        }
        return new TagRows(trained, kept, labels - kept.size());
    }

    /** With one more label, behind the others. */
    TagRows withLabel() {
        return new TagRows(trained, kept, taught + 1);
    }

    /** Without a label. */
    TagRows withoutLabel(int label) {
        if (label >= kept.size()) {
            return new TagRows(trained, kept, taught - 1);
        }
        List<Integer> left = new ArrayList<>(kept);
        left.remove(label);
        return new TagRows(trained, left, taught);
    }

    /** Makes the graph sum so. */
    void writeTo(GraphProto.Builder graph) {
        List<NodeProto> others = graph.getNodeList().stream()
                .filter(node -> !isTagNode(node, graph))
                .toList();
        List<TensorProto> constants = graph.getInitializerList().stream()
                .filter(tensor -> !tensor.getName().startsWith(PREFIX))
                .toList();
        graph.clearNode().addAllNode(others).clearInitializer().addAllInitializer(constants);
        String above = sums(graph, TensorNames.POOL_NUMERATOR, true);
        String below = sums(graph, TensorNames.POOL_DENOMINATOR, false);
        graph.addNode(node("Div", TensorNames.TAGS, above, below));
    }

    /** The division that gives the tags, and what only serves it. */
    private static boolean isTagNode(NodeProto node, GraphProto.Builder graph) {
        String output = node.getOutput(0);
        if (output.equals(TensorNames.TAGS) || output.startsWith(PREFIX)) {
            return true;
        }
        return graph.getNodeList().stream()
                .filter(n -> n.getOutput(0).equals(TensorNames.TAGS))
                .anyMatch(n -> n.getInputList().contains(output));
    }

    private String sums(GraphProto.Builder graph, String of, boolean first) {
        String name = PREFIX + of;
        if (taught == 0 && kept.size() == trained) {
            return sum(graph, of, name);
        }
        List<String> parts = new ArrayList<>();
        if (!kept.isEmpty()) {
            if (first) {
                long[] rows = new long[trained];
                for (int label = 0; label < kept.size(); label++) {
                    rows[kept.get(label)] = label;
                }
                graph.addInitializer(constant(ROWS, rows));
                graph.addInitializer(constant(
                        KEPT, kept.stream().mapToLong(Integer::longValue).toArray()));
            }
            gather(graph, of, ROWS, name + ".trained");
            String all = sum(graph, name + ".trained", name + ".trained.sum");
            gather(graph, all, KEPT, name + ".kept");
            parts.add(name + ".kept");
        }
        for (int label = kept.size(); label < kept.size() + taught; label++) {
            if (first) {
                graph.addInitializer(constant(PREFIX + label, label));
            }
            gather(graph, of, PREFIX + label, name + "." + label);
            parts.add(sum(graph, name + "." + label, name + "." + label + ".sum"));
        }
        NodeProto.Builder joined = node("Concat", name, parts.toArray(String[]::new));
        integer(joined, "axis", 1);
        graph.addNode(joined);
        return name;
    }

    private static String sum(GraphProto.Builder graph, String of, String output) {
        NodeProto.Builder sum = node("ReduceSum", output, of, FRAMES);
        integer(sum, "keepdims", 0);
        graph.addNode(sum);
        return output;
    }

    private static void gather(GraphProto.Builder graph, String from, String indices, String output) {
        NodeProto.Builder gather = node("Gather", output, from, indices);
        integer(gather, "axis", 1);
        graph.addNode(gather);
    }

    private static NodeProto.Builder node(String operator, String output, String... inputs) {
        NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).setName(output);
        node.addAllInput(List.of(inputs)).addOutput(output);
        return node;
    }

    private static void integer(NodeProto.Builder node, String name, long value) {
        node.addAttributeBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value);
    }

    private static TensorProto constant(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(values.length)
                .setRawData(ByteString.copyFrom(bytes.array()))
                .build();
    }

    private static List<Integer> longs(TensorProto tensor) {
        var values = tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
        List<Integer> list = new ArrayList<>();
        while (values.hasRemaining()) {
            list.add((int) values.get());
        }
        return list;
    }
}
