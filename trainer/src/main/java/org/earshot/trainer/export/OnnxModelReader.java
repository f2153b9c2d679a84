package org.earshot.trainer.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;

/**
 * Reads the weights from a float32 model file written by {@link OnnxModelWriter}, so that the model can be written in
 * another precision without its training run. Batch norms stay folded into their convolutions.
 */
public final class OnnxModelReader {
    private final ModelFile file;
    private final GraphProto graph;
    private final Map<String, TensorProto> tensors = new HashMap<>();

    private OnnxModelReader(ModelFile file, GraphProto graph) {
        this.file = file;
        this.graph = graph;
        graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
    }

    /** @throws ModelException if the file does not hold a float32 mask network written by this program */
    public static NetworkWeights read(ModelFile file) {
        try {
            return new OnnxModelReader(file, ModelProto.parseFrom(file.bytes()).getGraph()).weights();
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException("not an ONNX file, or damaged", e);
        }
    }

    private NetworkWeights weights() {
        Manifest manifest = file.manifest();
        if (!manifest.precision().equals(Manifest.FP32)) {
            throw new ModelException("model " + manifest.name() + " is " + manifest.precision()
                    + "; give the float32 file from which it was made");
        }
        float[] inverse = floats("z.inverse_deviation");
        float[] deviation = new float[inverse.length];
        for (int f = 0; f < inverse.length; f++) {
            deviation[f] = (float) (1.0 / inverse[f]);
        }
        List<Layer> layers = new ArrayList<>();
        Layer.Convolution head = null;
        for (NodeProto node : graph.getNodeList()) {
            if (node.getOpType().equals("Relu")) {
                layers.add(new Layer.Relu());
            } else if (node.getOpType().equals("Conv") && node.getInput(1).equals("head.weight")) {
                head = convolution(node);
            } else if (node.getOpType().equals("Conv")) {
                layers.add(convolution(node));
            }
        }
        if (head == null) {
            throw new ModelException(
                    "model " + manifest.name() + " has no head, so it is not a mask network of earshot-trainer");
        }
        return new NetworkWeights(
                inverse.length, floats("z.mean"), deviation, layers, head, pooling(), frameWeighting(head.out()));
    }

    private Layer.Convolution convolution(NodeProto node) {
        TensorProto weight = tensor(node.getInput(1));
        int groups = (int) attribute(node, "group").getI();
        return new Layer.Convolution(
                (int) weight.getDims(1) * groups,
                (int) weight.getDims(0),
                (int) weight.getDims(2),
                (int) attribute(node, "dilations").getInts(0),
                groups,
                floats(node.getInput(1)),
                floats(node.getInput(2)));
    }

    private PoolingExport pooling() {
        String name = file.manifest().pooling();
        if (tensors.containsKey(RatioPooling.ALPHA)) {
            return new RatioPooling(name, alpha());
        }
        if (tensors.containsKey("pool.log_ratio")) {
            return new RankPooling(Math.exp(floats("pool.log_ratio")[0]));
        }
        PoolingExport max = new MaxPooling();
        if (!name.equals(max.name())) {
            throw new ModelException("model " + file.manifest().name() + ": its pooling " + name
                    + " cannot be read from a" + " model file; take its training run instead, in fp32");
        }
        return max;
    }

    private float[][] alpha() {
        float[] flat = floats(RatioPooling.ALPHA);
        int mels = file.manifest().frontEnd().mels();
        float[][] rows = new float[flat.length / mels][];
        Arrays.setAll(rows, k -> Arrays.copyOfRange(flat, k * mels, (k + 1) * mels));
        return rows;
    }

    private FrameWeighting frameWeighting(int classes) {
        if (!tensors.containsKey("frame.weight")) {
            return FrameWeighting.FRAME_SOFTMAX;
        }
        float[][] alpha = tensors.containsKey(RatioPooling.ALPHA) ? alpha() : new float[0][];
        float[] written = floats("frame.weight");
        for (FrameWeighting weighting : FrameWeighting.values()) {
            boolean possible =
                    weighting == FrameWeighting.MEAN || alpha.length > 0 && weighting != FrameWeighting.FRAME_SOFTMAX;
            if (possible
                    && Arrays.equals(
                            written,
                            weighting.weights(
                                    alpha, classes, file.manifest().frontEnd().mels()))) {
                return weighting;
            }
        }
        throw new ModelException("model " + file.manifest().name() + " has an unknown frame weighting");
    }

    private float[] floats(String name) {
        TensorProto tensor = tensor(name);
        float[] values = new float[tensor.getRawData().size() / Float.BYTES];
        tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    private TensorProto tensor(String name) {
        TensorProto tensor = tensors.get(name);
        if (tensor == null) {
            throw new ModelException("model " + file.manifest().name() + " has no " + name
                    + ", so it is not a mask network of earshot-trainer");
        }
        return tensor;
    }

    private static AttributeProto attribute(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(a -> a.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ModelException("convolution " + node.getName() + " has no " + name));
    }
}
