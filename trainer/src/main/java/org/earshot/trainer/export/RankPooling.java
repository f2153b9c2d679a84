package org.earshot.trainer.export;

import org.earshot.core.model.TensorNames;

/**
 * Global weighted rank pooling, y_k = sum_j r^(j-1) M_(j) / sum_j r^(j-1) over the bins in descending order (Kolesnikov
 * and Lampert 2016; Kong et al. 2019). Tags of whole clips only.
 *
 * @param ratio r in (0, 1]
 */
public record RankPooling(double ratio) implements PoolingExport {
    public RankPooling {
        if (!(ratio > 0 && ratio <= 1)) {
            throw new IllegalArgumentException("gwrp: the ratio must lie in (0, 1], is " + ratio + "; 0 is gmp");
        }
    }

    @Override
    public String name() {
        return "gwrp";
    }

    @Override
    public boolean streams() {
        return false;
    }

    @Override
    public float[][] alpha() {
        return new float[0][];
    }

    @Override
    public void addTo(OnnxGraph graph, String masks) {
        String flat = graph.node("Reshape", masks, graph.longs("pool.flat", 0, 0, -1));
        String shape = graph.node("Shape", flat);
        String count = graph.node("Slice", shape, graph.longs("pool.from", 2), graph.longs("pool.to", 3));
        String sorted = graph.node("TopK", flat, count);
        String ranks = graph.node(
                "Range",
                graph.scalar("pool.zero", 0),
                graph.node("Squeeze", count, graph.axes(0)),
                graph.scalar("pool.one", 1));
        // exp(j ln r) keeps the accuracy over 20,000 ranks that a float32 power of r would lose.
        String exponents = graph.node(
                "Mul",
                graph.cast(ranks),
                graph.floats("pool.log_ratio", new float[] {(float) StrictMath.log(ratio)}, 1));
        String weights = graph.node("Exp", exponents);
        String above = graph.sum(graph.node("Mul", sorted, weights), 2);
        String below = graph.sum(weights, 0);
        graph.named("Div", TensorNames.TAGS, above, below);
    }
}
