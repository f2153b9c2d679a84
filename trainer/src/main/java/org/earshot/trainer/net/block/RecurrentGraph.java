package org.earshot.trainer.net.block;

import java.util.Arrays;
import org.earshot.trainer.export.OnnxGraph;

/**
 * A bidirectional gated recurrent layer as ONNX nodes; gates in the order z, r, h.
 *
 * @param name of the layer
 * @param in inputs
 * @param units outputs per direction
 * @param linearBeforeReset true if the reset gate acts after the recurrent product
 * @param candidate ONNX name of the candidate's activation
 */
record RecurrentGraph(String name, int in, int units, boolean linearBeforeReset, String candidate) {
    private static final int GATES = 3;

    /**
     * @param x [batch, frames, in]
     * @param w [2][3 units][in]
     * @param r [2][3 units][units]
     * @param b [2][6 units]
     * @return the name of the output, [batch, frames, 2 units]
     */
    String addTo(OnnxGraph graph, String x, float[] w, float[] r, float[] b) {
        String timeFirst = graph.begin("Transpose", x).ints("perm", 1, 0, 2).output();
        OnnxGraph.Node gru = graph.begin(
                        "GRU",
                        timeFirst,
                        graph.floats(name + ".w", w, 2, (long) GATES * units, in),
                        graph.floats(name + ".r", r, 2, (long) GATES * units, units),
                        graph.floats(name + ".b", b, 2, 2L * GATES * units))
                .integer("hidden_size", units)
                .integer("linear_before_reset", linearBeforeReset ? 1 : 0)
                .text("direction", "bidirectional")
                .texts("activations", "Sigmoid", candidate, "Sigmoid", candidate);
        if (candidate.equals("Affine")) {
            // Once per direction: 1 x + 0, the identity.
            gru.decimals("activation_alpha", 1, 1).decimals("activation_beta", 0, 0);
        }
        // [frames, 2, batch, units] -> [batch, frames, 2, units] -> [batch, frames, 2 units]
        String batchFirst =
                graph.begin("Transpose", gru.output()).ints("perm", 2, 0, 1, 3).output();
        return graph.node("Reshape", batchFirst, graph.longs("join." + 2 * units, 0, 0, 2L * units));
    }

    static float[] joined(float[] first, float[]... others) {
        float[] all = first;
        for (float[] other : others) {
            int at = all.length;
            all = Arrays.copyOf(all, at + other.length);
            System.arraycopy(other, 0, all, at, other.length);
        }
        return all;
    }
}
