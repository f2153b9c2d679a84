package org.earshot.trainer.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * An ONNX graph under construction: nodes in order, constants, named inputs and outputs. Values are referred to by
 * name; intermediate names are numbered by operator.
 *
 * <p>For one thread.
 */
public final class OnnxGraph {
    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Set<String> constants = new LinkedHashSet<>();
    private int numbered;

    public OnnxGraph(String name) {
        graph.setName(name);
    }

    /** Adds a float32 input; a dimension is a number or the name of a dynamic axis. */
    public void input(String name, Object... dimensions) {
        graph.addInput(value(name, dimensions));
    }

    /** Declares a float32 output, which a node of that name computes. */
    public void output(String name, Object... dimensions) {
        graph.addOutput(value(name, dimensions));
    }

    /** True if a node computes a value of that name. */
    public boolean gives(String name) {
        return graph.getNodeList().stream().anyMatch(n -> n.getOutputList().contains(name));
    }

    /** Adds a node without attributes. @return the name of its only (or first) output */
    public String node(String operator, String... inputs) {
        return begin(operator, inputs).output();
    }

    /** Adds a node whose attributes can then be set. */
    public Node begin(String operator, String... inputs) {
        String output = operator.toLowerCase() + "_" + numbered++;
        Node node = named(operator, output, inputs);
        if (operator.equals("TopK")) {
            node.second(output + "_indices");
        }
        return node;
    }

    /** Adds a node whose output has a given name. */
    public Node named(String operator, String output, String... inputs) {
        NodeProto.Builder node = graph.addNodeBuilder().setOpType(operator).setName(output);
        for (String input : inputs) {
            node.addInput(input);
        }
        node.addOutput(output);
        return new Node(node, output);
    }

    /** Sum over an axis, which is removed. */
    public String sum(String of, int axis) {
        return begin("ReduceSum", of, axes(axis)).keepDims(false).output();
    }

    /** Cast to float32. */
    public String cast(String of) {
        return begin("Cast", of)
                .integer("to", TensorProto.DataType.FLOAT.getNumber())
                .output();
    }

    /** Cast to int64. */
    public String castToLong(String of) {
        return begin("Cast", of)
                .integer("to", TensorProto.DataType.INT64.getNumber())
                .output();
    }

    /** A float32 constant; if the name exists already, its first value is kept. */
    public String floats(String name, float[] values, long... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(name, TensorProto.DataType.FLOAT, bytes, dimensions);
    }

    /** An int64 vector. */
    public String longs(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constant(name, TensorProto.DataType.INT64, bytes, values.length);
    }

    /** An int64 scalar. */
    public String scalar(String name, long value) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
        return constant(name, TensorProto.DataType.INT64, bytes);
    }

    /** A constant that names one axis. */
    public String axes(int axis) {
        return longs("axis." + axis, axis);
    }

    /** A constant of any type from its little-endian bytes. */
    public String constant(String name, TensorProto.DataType type, ByteBuffer littleEndian, long... dimensions) {
        if (constants.add(name)) {
            TensorProto.Builder tensor = graph.addInitializerBuilder()
                    .setName(name)
                    .setDataType(type.getNumber())
                    .setRawData(ByteString.copyFrom(littleEndian.array()));
            for (long dimension : dimensions) {
                tensor.addDims(dimension);
            }
        }
        return name;
    }

    /** The graph so far. */
    public GraphProto toProto() {
        return graph.build();
    }

    private static ValueInfoProto value(String name, Object... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            if (dimension instanceof String axis) {
                shape.addDimBuilder().setDimParam(axis);
            } else {
                shape.addDimBuilder().setDimValue(((Number) dimension).longValue());
            }
        }
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** A node whose attributes can be set. */
    public static final class Node {
        private final NodeProto.Builder node;
        private final String output;

        private Node(NodeProto.Builder node, String output) {
            this.node = node;
            this.output = output;
        }

        /** Name of the node's first output. */
        public String output() {
            return output;
        }

        /** Adds a second output. */
        public Node second(String name) {
            node.addOutput(name);
            return this;
        }

        public Node keepDims(boolean keep) {
            return integer("keepdims", keep ? 1 : 0);
        }

        public Node integer(String name, long value) {
            node.addAttributeBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(value);
            return this;
        }

        public Node ints(String name, long... values) {
            AttributeProto.Builder attribute =
                    node.addAttributeBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
            for (long value : values) {
                attribute.addInts(value);
            }
            return this;
        }

        public Node text(String name, String value) {
            node.addAttributeBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.STRING)
                    .setS(ByteString.copyFromUtf8(value));
            return this;
        }

        public Node decimals(String name, float... values) {
            AttributeProto.Builder attribute =
                    node.addAttributeBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
            for (float value : values) {
                attribute.addFloats(value);
            }
            return this;
        }

        public Node texts(String name, String... values) {
            AttributeProto.Builder attribute =
                    node.addAttributeBuilder().setName(name).setType(AttributeProto.AttributeType.STRINGS);
            for (String value : values) {
                attribute.addStrings(ByteString.copyFromUtf8(value));
            }
            return this;
        }
    }
}
