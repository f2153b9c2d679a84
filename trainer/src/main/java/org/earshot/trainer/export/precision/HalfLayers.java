package org.earshot.trainer.export.precision;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.earshot.trainer.export.FloatLayers;
import org.earshot.trainer.export.FoldedConvolution;
import org.earshot.trainer.export.Layer;
import org.earshot.trainer.export.LayerWriter;
import org.earshot.trainer.export.OnnxGraph;

/** Layers in float16, for CUDA; the logits are converted to float32 before the sigmoid. */
final class HalfLayers implements LayerWriter {
    private static final float MAX = 65_504;

    @Override
    public String begin(OnnxGraph graph, String plane) {
        return cast(graph, plane, DataType.FLOAT16);
    }

    @Override
    public String layer(OnnxGraph graph, int index, FoldedConvolution layer, String input) {
        String sum = convolution(graph, "layer" + index, layer.convolution(), input);
        return layer.relu() ? graph.node("Relu", sum) : sum;
    }

    @Override
    public String head(OnnxGraph graph, Layer.Convolution head, String input) {
        return cast(graph, convolution(graph, "head", head, input), DataType.FLOAT);
    }

    private static String convolution(OnnxGraph graph, String name, Layer.Convolution c, String input) {
        String weight = halves(graph, name + ".weight", c.weights(), FloatLayers.shape(c));
        return FloatLayers.convolution(graph, c, input, weight, halves(graph, name + ".bias", c.bias(), c.out()));
    }

    private static String cast(OnnxGraph graph, String of, DataType type) {
        return graph.begin("Cast", of).integer("to", type.getNumber()).output();
    }

    private static String halves(OnnxGraph graph, String name, float[] values, long... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort(half(Math.max(-MAX, Math.min(MAX, value))));
        }
        return graph.constant(name, DataType.FLOAT16, bytes, dimensions);
    }

    /** The nearest float16, ties to even; the value must lie in its range. */
    static short half(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        // Below 2^-14, float16 has steps of 2^-24; above, 10 of the 23 bits of the fraction are kept.
        if (magnitude < 0x1p-14f) {
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int kept = bits & 0x7fffffff;
        int rounded = kept + 0x0fff + (kept >>> 13 & 1);
        return (short) (sign | (rounded >>> 13) - (112 << 10));
    }
}
