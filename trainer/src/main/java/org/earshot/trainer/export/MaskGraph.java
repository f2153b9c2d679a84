package org.earshot.trainer.export;

import java.util.List;

/** Writes a mask network: z-score, convolutions, head, sigmoid, then pooling and activity from the masks. */
final class MaskGraph {
    private final NetworkWeights weights;

    MaskGraph(NetworkWeights weights) {
        this.weights = weights;
    }

    void addTo(OnnxGraph graph) {
        String features = normalised(graph);
        List<FoldedConvolution> layers = FoldedConvolution.fold(weights.layers());
        for (int i = 0; i < layers.size(); i++) {
            features = layer(graph, "layer" + i, layers.get(i), features);
        }
        String logits = convolution(graph, "head", weights.head(), features);
        graph.named("Sigmoid", OnnxGraph.MASKS, logits);
        weights.pooling().addTo(graph, OnnxGraph.MASKS);
        activity(graph);
    }

    private String normalised(OnnxGraph graph) {
        float[] inverse = new float[weights.mels()];
        for (int f = 0; f < inverse.length; f++) {
            inverse[f] = (float) (1.0 / weights.deviation()[f]);
        }
        String plane = graph.node("Unsqueeze", OnnxGraph.INPUT, graph.axes(1));
        String centred = graph.node("Sub", plane, graph.floats("z.mean", weights.mean(), weights.mels()));
        return graph.node("Mul", centred, graph.floats("z.inverse_deviation", inverse, weights.mels()));
    }

    private static String layer(OnnxGraph graph, String name, FoldedConvolution layer, String input) {
        String sum = convolution(graph, name, layer.convolution(), input);
        return layer.relu() ? graph.node("Relu", sum) : sum;
    }

    private static String convolution(OnnxGraph graph, String name, Layer.Convolution c, String input) {
        int pad = c.reachFrames();
        return graph.begin(
                        "Conv",
                        input,
                        graph.floats(
                                name + ".weight", c.weights(), c.out(), c.in() / c.groups(), c.kernel(), c.kernel()),
                        graph.floats(name + ".bias", c.bias(), c.out()))
                .ints("kernel_shape", c.kernel(), c.kernel())
                .ints("dilations", c.dilation(), c.dilation())
                .ints("pads", pad, pad, pad, pad)
                .ints("strides", 1, 1)
                .integer("group", c.groups())
                .output();
    }

    private void activity(OnnxGraph graph) {
        if (weights.frameWeighting() == FrameWeighting.FRAME_SOFTMAX) {
            graph.named("Div", OnnxGraph.ACTIVITY, OnnxGraph.POOL_NUMERATOR, OnnxGraph.POOL_DENOMINATOR);
            return;
        }
        float[] w = weights.frameWeighting().weights(weights.pooling().alpha(), weights.classes(), weights.mels());
        String weighted = graph.node(
                "Mul", OnnxGraph.MASKS, graph.floats("frame.weight", w, 1, weights.classes(), 1, weights.mels()));
        graph.named("ReduceSum", OnnxGraph.ACTIVITY, weighted, graph.axes(3)).keepDims(false);
    }
}
