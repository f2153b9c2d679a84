package org.earshot.trainer.teach.head;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;

/**
 * The constants of a graph that belong to single labels: a row each of the head's weights and bias, of the pooling's alpha
 * and of the weights of its activity.
 *
 * @param weight [labels][channels][1][1]
 * @param bias [labels]
 * @param alpha [1][labels][1][mels]
 * @param frameWeight [1][labels][1][mels], or null where the activity has no weights of its own
 */
public record HeadTensors(TensorProto weight, TensorProto bias, TensorProto alpha, TensorProto frameWeight) {
    static final String WEIGHT = "head.weight";
    private static final String BIAS = "head.bias";
    private static final String ALPHA = "pool.alpha";
    private static final String FRAME_WEIGHT = "frame.weight";

    /** @throws ModelException if one is missing, or not in float32 */
    public static HeadTensors of(GraphProto graph) {
        return new HeadTensors(
                required(graph, WEIGHT), required(graph, BIAS), required(graph, ALPHA), find(graph, FRAME_WEIGHT));
    }

    /** Those of a model file. @throws ModelException likewise */
    public static HeadTensors of(ModelFile file) {
        try {
            return of(ModelProto.parseFrom(file.bytes()).getGraph());
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException("not an ONNX file, or damaged", e);
        }
    }

    public int labels() {
        return (int) weight.getDims(0);
    }

    int channels() {
        return (int) weight.getDims(1);
    }

    public int mels() {
        return (int) alpha.getDims(3);
    }

    /** What a label has learnt. */
    public FapHead head(int label) {
        return new FapHead(row(weight, label, channels()), row(bias, label, 1)[0], row(alpha, label, mels()));
    }

    /** The weights of a label's activity, [mels]; null where there are none. */
    public float[] frameWeight(int label) {
        return frameWeight == null ? null : row(frameWeight, label, mels());
    }

    /** The same with a row more at the end, or another one in the place of a label. */
    HeadTensors with(int label, FapHead head, float[] frameWeights) {
        return new HeadTensors(
                replaced(weight, label, head.weights(), 0),
                replaced(bias, label, new float[] {head.bias()}, 0),
                replaced(alpha, label, head.alpha(), 1),
                frameWeight == null ? null : replaced(frameWeight, label, frameWeights, 1));
    }

    /** The same without a label. */
    HeadTensors without(int label) {
        return new HeadTensors(
                replaced(weight, label, null, 0),
                replaced(bias, label, null, 0),
                replaced(alpha, label, null, 1),
                frameWeight == null ? null : replaced(frameWeight, label, null, 1));
    }

    /** Puts them in the place of those of the same names. */
    void writeTo(GraphProto.Builder graph) {
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            for (TensorProto tensor : all()) {
                if (graph.getInitializer(i).getName().equals(tensor.getName())) {
                    graph.setInitializer(i, tensor);
                }
            }
        }
    }

    private List<TensorProto> all() {
        return frameWeight == null ? List.of(weight, bias, alpha) : List.of(weight, bias, alpha, frameWeight);
    }

    private static TensorProto required(GraphProto graph, String name) {
        TensorProto tensor = find(graph, name);
        if (tensor == null) {
            throw new ModelException("the model has no " + name + ", so no label can be taught to it");
        }
        if (tensor.getDataType() != TensorProto.DataType.FLOAT.getNumber()) {
            throw new ModelException("the model's " + name + " is not float32; give the float32 file it was made from");
        }
        return tensor;
    }

    private static TensorProto find(GraphProto graph, String name) {
        return graph.getInitializerList().stream()
                .filter(t -> t.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static float[] row(TensorProto tensor, int label, int length) {
        float[] values = new float[length];
        tensor.getRawData()
                .substring(label * length * Float.BYTES, (label + 1) * length * Float.BYTES)
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    /** @param row what stands there then; null for nothing */
    private static TensorProto replaced(TensorProto tensor, int label, float[] row, int axis) {
        int labels = (int) tensor.getDims(axis);
        int bytes = tensor.getRawData().size() / labels;
        List<ByteString> parts = new ArrayList<>();
        parts.add(tensor.getRawData().substring(0, label * bytes));
        if (row != null) {
            ByteBuffer values = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
            values.asFloatBuffer().put(row);
            parts.add(ByteString.copyFrom(values.array()));
        }
        if (label < labels) {
            parts.add(tensor.getRawData().substring((label + 1) * bytes));
        }
        int after = labels + (row == null ? -1 : label == labels ? 1 : 0);
        return tensor.toBuilder()
                .setDims(axis, after)
                .setRawData(ByteString.copyFrom(parts))
                .build();
    }
}
