package org.earshot.trainer.net.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.earshot.trainer.export.OnnxGraph;

/**
 * The engine's own gated recurrent layer in both directions: hyperbolic tangent, two sets of biases, the reset gate acting
 * after the recurrent product. Gates in the order r, z, n.
 */
public final class TanhRecurrence {
    private static final String[] DIRECTIONS = {"forward", "backward"};
    private static final int GATES = 3;

    private final String name;
    private final int in;
    private final int units;
    private final WeightStore weights;
    private final NDList parameters = new NDList();

    public TanhRecurrence(String name, int in, int units, WeightStore weights) {
        this.name = name;
        this.in = in;
        this.units = units;
        this.weights = weights;
        Shape bias = new Shape((long) GATES * units);
        for (String direction : DIRECTIONS) {
            String prefix = name + "." + direction;
            parameters.add(weights.orthogonal(prefix + ".input", GATES, units, in));
            parameters.add(weights.orthogonal(prefix + ".recurrent", GATES, units, units));
            parameters.add(weights.constant(prefix + ".inputBias", bias, 0));
            parameters.add(weights.constant(prefix + ".recurrentBias", bias, 0));
        }
    }

    /** [batch, frames, in] to [batch, frames, 2 units]. */
    public NDArray forward(NDArray x, boolean training) {
        NDArray state = x.getManager().zeros(new Shape(2, x.getShape().get(0), units));
        return x.getNDArrayInternal()
                .gru(x, state, parameters, true, 1, 0, training, true, true)
                .get(0);
    }

    /** The same as nodes. @return the name of the output */
    public String addTo(OnnxGraph graph, String x) {
        float[] w = new float[0];
        float[] r = new float[0];
        float[] b = new float[0];
        for (String direction : DIRECTIONS) {
            String prefix = name + "." + direction;
            w = RecurrentGraph.joined(w, updateFirst(weights.read(prefix + ".input")));
            r = RecurrentGraph.joined(r, updateFirst(weights.read(prefix + ".recurrent")));
            b = RecurrentGraph.joined(
                    b,
                    updateFirst(weights.read(prefix + ".inputBias")),
                    updateFirst(weights.read(prefix + ".recurrentBias")));
        }
        return new RecurrentGraph(name, in, units, true, "Tanh").addTo(graph, x, w, r, b);
    }

    public LayerInfo info(int frames) {
        return new LayerInfo(
                name, "bidirectional GRU", frames + " x " + 2 * units, 2L * GATES * units * (in + units + 2));
    }

    /** From the engine's order r, z, n to ONNX's z, r, h. */
    private static float[] updateFirst(float[] gates) {
        int each = gates.length / GATES;
        float[] ordered = gates.clone();
        System.arraycopy(gates, each, ordered, 0, each);
        System.arraycopy(gates, 0, ordered, each, each);
        return ordered;
    }
}
