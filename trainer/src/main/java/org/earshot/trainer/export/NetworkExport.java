package org.earshot.trainer.export;

/**
 * A network that can write itself as an ONNX graph. {@link NetworkWeights} covers the networks of the paper; other
 * kinds (recurrent baselines) implement this interface directly.
 */
public interface NetworkExport {
    /** Number of mel bands F of the input. */
    int mels();

    /** Number of labels K. */
    int classes();

    /**
     * Frames of context on each side that an output depends on; the frames of the clip if it depends on all of them.
     */
    int receptiveFrames();

    /** True if the graph has the outputs {@code pool_numerator} and {@code pool_denominator}. */
    boolean streams();

    /**
     * Adds nodes from {@code log_mel} [batch][frames][mels] to the outputs {@code tags} and {@code activity},
     * and, if the network has them, {@code pool_numerator}, {@code pool_denominator} and {@code masks}.
     */
    void addTo(OnnxGraph graph);
}
