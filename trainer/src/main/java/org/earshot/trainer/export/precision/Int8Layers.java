package org.earshot.trainer.export.precision;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.earshot.trainer.export.FloatLayers;
import org.earshot.trainer.export.FoldedConvolution;
import org.earshot.trainer.export.Layer;
import org.earshot.trainer.export.LayerWriter;
import org.earshot.trainer.export.OnnxGraph;

/**
 * Layers in eight bits, written as quantise / dequantise pairs around each convolution that the runtime fuses: activations
 * unsigned with one scale per feature map and zero point 0, weights signed with one scale per output channel. The first
 * convolution and the head stay in float32: they are cheap, and their inputs and outputs are not bounded by a ReLU.
 *
 * <p>Weights use seven of their eight bits, because the sum of two products of u8 and s8 saturates in 16 bits on processors
 * without VNNI.
 */
final class Int8Layers implements LayerWriter {
    private static final int WEIGHT_MAX = 63;
    private static final int ACTIVATION_MAX = 255;

    private final FloatLayers inFloat = new FloatLayers();
    private final ActivationRanges ranges;

    Int8Layers(ActivationRanges ranges) {
        this.ranges = ranges;
    }

    @Override
    public String begin(OnnxGraph graph, String plane) {
        return plane;
    }

    @Override
    public String layer(OnnxGraph graph, int index, FoldedConvolution layer, String input) {
        if (!layer.relu()) {
            throw new IllegalArgumentException(
                    "int8: layer " + index + " has no ReLU, so its output has no lower bound");
        }
        if (index == 0) {
            return quantised(graph, index, inFloat.layer(graph, index, layer, input));
        }
        Layer.Convolution c = layer.convolution();
        float inputScale = scale(index - 1);
        float[] scales = new float[c.out()];
        String weight = weight(graph, index, c, scales);
        String bias = bias(graph, index, c, inputScale, scales);
        String sum = FloatLayers.convolution(graph, c, input, weight, bias);
        return quantised(graph, index, graph.node("Relu", sum));
    }

    @Override
    public String head(OnnxGraph graph, Layer.Convolution head, String input) {
        return inFloat.head(graph, head, input);
    }

    private float scale(int index) {
        return ranges.max(index) / ACTIVATION_MAX;
    }

    private String quantised(OnnxGraph graph, int index, String features) {
        String scale = graph.floats("activation" + index + ".scale", new float[] {scale(index)});
        String zero = graph.constant("activation.zero", DataType.UINT8, ByteBuffer.allocate(1));
        return graph.node("DequantizeLinear", graph.node("QuantizeLinear", features, scale, zero), scale, zero);
    }

    private static String weight(OnnxGraph graph, int index, Layer.Convolution c, float[] scales) {
        int each = c.weights().length / c.out();
        ByteBuffer bytes = ByteBuffer.allocate(c.weights().length);
        for (int o = 0; o < c.out(); o++) {
            float greatest = 0;
            for (int i = o * each; i < (o + 1) * each; i++) {
                greatest = Math.max(greatest, Math.abs(c.weights()[i]));
            }
            scales[o] = Math.max(greatest, Float.MIN_NORMAL * WEIGHT_MAX) / WEIGHT_MAX;
            for (int i = o * each; i < (o + 1) * each; i++) {
                bytes.put((byte) Math.round(c.weights()[i] / scales[o]));
            }
        }
        String name = "layer" + index + ".weight";
        String quantised = graph.constant(name, DataType.INT8, bytes, FloatLayers.shape(c));
        String scale = graph.floats(name + ".scale", scales, c.out());
        String zero = graph.constant(name + ".zero", DataType.INT8, ByteBuffer.allocate(c.out()), c.out());
        return graph.begin("DequantizeLinear", quantised, scale, zero)
                .integer("axis", 0)
                .output();
    }

    private static String bias(
            OnnxGraph graph, int index, Layer.Convolution c, float inputScale, float[] weightScales) {
        ByteBuffer bytes = ByteBuffer.allocate(c.out() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        float[] scales = new float[c.out()];
        for (int o = 0; o < c.out(); o++) {
            scales[o] = inputScale * weightScales[o];
            double steps = Math.rint(c.bias()[o] / (double) scales[o]);
            bytes.putInt((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, steps)));
        }
        String name = "layer" + index + ".bias";
        String quantised = graph.constant(name, DataType.INT32, bytes, c.out());
        String scale = graph.floats(name + ".scale", scales, c.out());
        String zero =
                graph.constant(name + ".zero", DataType.INT32, ByteBuffer.allocate(c.out() * Integer.BYTES), c.out());
        return graph.begin("DequantizeLinear", quantised, scale, zero)
                .integer("axis", 0)
                .output();
    }
}
