package org.earshot.trainer.export;

/** Layers in float32. */
public final class FloatLayers implements LayerWriter {
    @Override
    public String begin(OnnxGraph graph, String plane) {
        return plane;
    }

    @Override
    public String layer(OnnxGraph graph, int index, FoldedConvolution layer, String input) {
        String sum = convolution(graph, "layer" + index, layer.convolution(), input);
        return layer.relu() ? graph.node("Relu", sum) : sum;
    }

    @Override
    public String head(OnnxGraph graph, Layer.Convolution head, String input) {
        return convolution(graph, "head", head, input);
    }

    private static String convolution(OnnxGraph graph, String name, Layer.Convolution c, String input) {
        String weight = graph.floats(name + ".weight", c.weights(), shape(c));
        return convolution(graph, c, input, weight, graph.floats(name + ".bias", c.bias(), c.out()));
    }

    /** A convolution node that keeps the size of the plane. */
    public static String convolution(OnnxGraph graph, Layer.Convolution c, String input, String weight, String bias) {
        int pad = c.reachFrames();
        return graph.begin("Conv", input, weight, bias)
                .ints("kernel_shape", c.kernel(), c.kernel())
                .ints("dilations", c.dilation(), c.dilation())
                .ints("pads", pad, pad, pad, pad)
                .ints("strides", 1, 1)
                .integer("group", c.groups())
                .output();
    }

    public static long[] shape(Layer.Convolution c) {
        return new long[] {c.out(), c.in() / c.groups(), c.kernel(), c.kernel()};
    }
}
