package org.earshot.trainer.export;

import java.util.ArrayList;
import java.util.List;
import org.earshot.core.model.TensorNames;

/** Writes a mask network: z-score, convolutions, head, sigmoid, then pooling and activity from the masks. */
public final class MaskGraph {
    private final NetworkWeights weights;
    private final LayerWriter writer;

    public MaskGraph(NetworkWeights weights, LayerWriter writer) {
        this.weights = weights;
        this.writer = writer;
    }

    public void addTo(OnnxGraph graph) {
        List<String> maps = addFeatureMaps(graph);
        String logits = writer.head(graph, weights.head(), maps.get(maps.size() - 1));
        graph.named("Sigmoid", TensorNames.MASKS, logits);
        weights.pooling().addTo(graph, TensorNames.MASKS);
        activity(graph);
    }

    /** Adds everything up to the last feature map. @return the outputs of the layers */
    public List<String> addFeatureMaps(OnnxGraph graph) {
        String features = writer.begin(graph, normalised(graph));
        List<String> maps = new ArrayList<>();
        for (FoldedConvolution layer : FoldedConvolution.fold(weights.layers())) {
            features = writer.layer(graph, maps.size(), layer, features);
            maps.add(features);
        }
        return maps;
    }

    private String normalised(OnnxGraph graph) {
        float[] inverse = new float[weights.mels()];
        for (int f = 0; f < inverse.length; f++) {
            inverse[f] = (float) (1.0 / weights.deviation()[f]);
        }
        String plane = graph.node("Unsqueeze", TensorNames.LOG_MEL, graph.axes(1));
        String centred = graph.node("Sub", plane, graph.floats("z.mean", weights.mean(), weights.mels()));
        return graph.node("Mul", centred, graph.floats("z.inverse_deviation", inverse, weights.mels()));
    }

    private void activity(OnnxGraph graph) {
        if (weights.frameWeighting() == FrameWeighting.FRAME_SOFTMAX) {
            frameSoftmax(graph);
            return;
        }
        float[] w = weights.frameWeighting().weights(weights.pooling().alpha(), weights.classes(), weights.mels());
        String weighted = graph.node(
                "Mul", TensorNames.MASKS, graph.floats("frame.weight", w, 1, weights.classes(), 1, weights.mels()));
        graph.named("ReduceSum", TensorNames.ACTIVITY, weighted, graph.axes(3)).keepDims(false);
    }

    private void frameSoftmax(OnnxGraph graph) {
        if (weights.streams()) {
            graph.named("Div", TensorNames.ACTIVITY, TensorNames.POOL_NUMERATOR, TensorNames.POOL_DENOMINATOR);
            return;
        }
        String exponents = graph.node("Mul", TensorNames.MASKS, RatioPooling.ALPHA);
        String shares = graph.begin("Softmax", exponents).integer("axis", 3).output();
        String weighted = graph.node("Mul", TensorNames.MASKS, shares);
        graph.named("ReduceSum", TensorNames.ACTIVITY, weighted, graph.axes(3)).keepDims(false);
    }
}
