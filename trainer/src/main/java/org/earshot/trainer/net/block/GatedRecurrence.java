package org.earshot.trainer.net.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.earshot.trainer.export.OnnxGraph;

/**
 * A gated recurrent layer in both directions with one set of biases and a selectable activation of the candidate: z, r
 * = sigmoid(W x + U h + b), c = f(W x + U (r h) + b), h' = z h + (1 - z) c (Cho et al. 2014).
 *
 * <p>Runs frame by frame, because the engine's own layer only supports the hyperbolic tangent.
 */
public final class GatedRecurrence {
    /** Activation of the candidate. */
    public enum Candidate {
        LINEAR("Affine"),
        SIGMOID("Sigmoid");

        private final String onnx;

        Candidate(String onnx) {
            this.onnx = onnx;
        }
    }

    private static final String[] DIRECTIONS = {"forward", "backward"};
    private static final int GATES = 3;

    private final String name;
    private final int in;
    private final int units;
    private final Candidate candidate;
    private final WeightStore weights;

    public GatedRecurrence(String name, int in, int units, Candidate candidate, WeightStore weights) {
        this.name = name;
        this.in = in;
        this.units = units;
        this.candidate = candidate;
        this.weights = weights;
        for (String direction : DIRECTIONS) {
            String prefix = name + "." + direction;
            weights.xavier(prefix + ".input", new Shape((long) GATES * units, in), in, (long) GATES * units);
            weights.orthogonal(prefix + ".gates", 2, units, units);
            weights.orthogonal(prefix + ".candidate", 1, units, units);
            weights.constant(prefix + ".bias", new Shape((long) GATES * units), 0);
        }
    }

    /** [batch, frames, in] to [batch, frames, 2 units]. */
    public NDArray forward(NDArray x) {
        NDArray forward = run(x, DIRECTIONS[0], false);
        NDArray backward = run(x, DIRECTIONS[1], true);
        return forward.getNDArrayInternal().concat(new NDList(backward), 2);
    }

    private NDArray run(NDArray x, String direction, boolean reversed) {
        String prefix = name + "." + direction;
        NDArray input = weights.get(prefix + ".input").value();
        NDArray bias = weights.get(prefix + ".bias").value();
        NDArray gates = weights.get(prefix + ".gates").value();
        NDArray inner = weights.get(prefix + ".candidate").value();
        long batch = x.getShape().get(0);
        int frames = Math.toIntExact(x.getShape().get(1));
        NDArray driven = x.getNDArrayInternal().linear(x, input, bias).singletonOrThrow();
        NDArray state = x.getManager().zeros(new Shape(batch, units));
        NDArray[] states = new NDArray[frames];
        for (int i = 0; i < frames; i++) {
            int t = reversed ? frames - 1 - i : i;
            NDArray now = driven.get(":," + t);
            NDArray opened = state.getNDArrayInternal()
                    .linear(state, gates, null)
                    .singletonOrThrow()
                    .add(now.get(":,:" + 2 * units));
            opened = opened.getNDArrayInternal().sigmoid();
            NDArray keep = opened.get(":,:" + units);
            NDArray reset = state.mul(opened.get(":," + units + ":"));
            NDArray fresh = reset.getNDArrayInternal()
                    .linear(reset, inner, null)
                    .singletonOrThrow()
                    .add(now.get(":," + 2 * units + ":"));
            if (candidate == Candidate.SIGMOID) {
                fresh = fresh.getNDArrayInternal().sigmoid();
            }
            state = keep.mul(state.sub(fresh)).add(fresh);
            states[t] = state;
        }
        NDList rest = new NDList();
        for (int t = 1; t < frames; t++) {
            rest.add(states[t]);
        }
        return states[0].getNDArrayInternal().stack(rest, 1);
    }

    /** The same as nodes, from and to [batch, frames, ...]. @return the name of the output */
    public String addTo(OnnxGraph graph, String x) {
        float[] w = new float[0];
        float[] r = new float[0];
        float[] b = new float[0];
        for (String direction : DIRECTIONS) {
            String prefix = name + "." + direction;
            w = RecurrentGraph.joined(w, weights.read(prefix + ".input"));
            r = RecurrentGraph.joined(r, weights.read(prefix + ".gates"), weights.read(prefix + ".candidate"));
            b = RecurrentGraph.joined(b, weights.read(prefix + ".bias"), new float[GATES * units]);
        }
        return new RecurrentGraph(name, in, units, false, candidate.onnx).addTo(graph, x, w, r, b);
    }

    public LayerInfo info(int frames) {
        long learnt = 2L * GATES * units * (in + units + 1);
        String kind = "bidirectional GRU, " + candidate.name().toLowerCase(Locale.ROOT) + " candidate";
        return new LayerInfo(name, kind, frames + " x " + 2 * units, learnt);
    }
}
