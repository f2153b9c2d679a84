package org.earshot.trainer.net.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.earshot.trainer.export.OnnxGraph;

/** A linear layer over the last axis, with bias. */
public final class Dense {
    private final String name;
    private final int in;
    private final int out;
    private final WeightStore weights;
    private final NDArray weight;
    private final NDArray bias;

    public Dense(String name, int in, int out, float biasStart, WeightStore weights) {
        this.name = name;
        this.in = in;
        this.out = out;
        this.weights = weights;
        this.weight = weights.xavier(name + ".weight", new Shape(out, in), in, out);
        this.bias = weights.constant(name + ".bias", new Shape(out), biasStart);
    }

    /** [batch, frames, in] to [batch, frames, out]. */
    public NDArray forward(NDArray x) {
        return x.getNDArrayInternal().linear(x, weight, bias).singletonOrThrow();
    }

    /** The same as nodes. @return the name of the output */
    public String addTo(OnnxGraph graph, String x) {
        float[] rows = weights.read(name + ".weight");
        float[] columns = new float[rows.length];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                columns[i * out + o] = rows[o * in + i];
            }
        }
        String product = graph.node("MatMul", x, graph.floats(name + ".weight", columns, in, out));
        return graph.node("Add", product, graph.floats(name + ".bias", weights.read(name + ".bias"), out));
    }

    public LayerInfo info(String then, int frames) {
        return new LayerInfo(name, "dense, " + then, frames + " x " + out, weight.size() + bias.size());
    }
}
