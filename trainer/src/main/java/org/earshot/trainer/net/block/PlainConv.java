package org.earshot.trainer.net.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.earshot.trainer.export.OnnxGraph;

/**
 * A dense convolution of the baselines, with bias, batch normalisation or both. The activation is up to the network.
 */
public final class PlainConv {
    private final String name;
    private final int in;
    private final int out;
    private final int kernel;
    private final WeightStore weights;
    private final NDArray filter;
    private final NDArray bias;
    private final NDArray[] norm;

    /** Parts of a convolution in addition to its kernel. */
    public record Extras(boolean bias, boolean norm) {}

    public PlainConv(String name, ConvShape shape, Extras extras, WeightStore weights) {
        this.name = name;
        this.in = shape.in();
        this.out = shape.out();
        this.kernel = shape.kernel();
        this.weights = weights;
        long area = (long) kernel * kernel;
        this.filter = weights.xavier(name + ".weight", new Shape(out, in, kernel, kernel), in * area, out * area);
        Shape each = new Shape(out);
        this.bias = extras.bias() ? weights.constant(name + ".bias", each, 0) : null;
        this.norm = !extras.norm()
                ? null
                : new NDArray[] {
                    weights.buffer(name + ".bn.mean", each, 0),
                    weights.buffer(name + ".bn.variance", each, 1),
                    weights.constant(name + ".bn.gamma", each, 1),
                    weights.constant(name + ".bn.beta", each, 0)
                };
    }

    /** [batch, in, frames, mels] to [batch, out, frames, mels]. */
    public NDArray forward(NDArray x, boolean training) {
        Shape one = new Shape(1, 1);
        Shape pad = new Shape(kernel / 2, kernel / 2);
        NDArray y = x.getNDArrayInternal()
                .convolution(x, filter, bias, one, pad, one, 1)
                .singletonOrThrow();
        if (norm == null) {
            return y;
        }
        return y.getNDArrayInternal()
                .batchNorm(y, norm[0], norm[1], norm[2], norm[3], 1, BatchNorms.KEEP, ConvUnit.EPSILON, training)
                .singletonOrThrow();
    }

    /** The same as nodes. @return the name of the output */
    public String addTo(OnnxGraph graph, String x) {
        String w = graph.floats(name + ".weight", weights.read(name + ".weight"), out, in, kernel, kernel);
        OnnxGraph.Node conv = bias == null
                ? graph.begin("Conv", x, w)
                : graph.begin("Conv", x, w, graph.floats(name + ".bias", weights.read(name + ".bias"), out));
        int pad = kernel / 2;
        String y = conv.ints("kernel_shape", kernel, kernel)
                .ints("pads", pad, pad, pad, pad)
                .output();
        if (norm == null) {
            return y;
        }
        String bn = name + ".bn.";
        return graph.node(
                "BatchNormalization",
                y,
                graph.floats(bn + "gamma", weights.read(bn + "gamma"), out),
                graph.floats(bn + "beta", weights.read(bn + "beta"), out),
                graph.floats(bn + "mean", weights.read(bn + "mean"), out),
                graph.floats(bn + "variance", weights.read(bn + "variance"), out));
    }

    public LayerInfo info(String then, String plane) {
        String kind = "conv " + kernel + "x" + kernel + (norm == null ? "" : ", batch norm") + ", " + then;
        long learnt = filter.size() + (bias == null ? 0 : out) + (norm == null ? 0 : 2L * out);
        return new LayerInfo(name, kind, plane, learnt);
    }
}
