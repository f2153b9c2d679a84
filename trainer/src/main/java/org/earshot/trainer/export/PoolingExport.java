package org.earshot.trainer.export;

/** A pooling, masks [batch][classes][frames][mels] to tags, that can write itself as ONNX nodes. */
public interface PoolingExport {
    /** Name in the manifest, e.g. {@code fap}. */
    String name();

    /**
     * True if the tag is a ratio of sums over frames, so that the graph has {@code pool_numerator} and
     * {@code pool_denominator}.
     */
    boolean streams();

    /** Learnt sharpness [classes][mels]; empty if the pooling has none. */
    float[][] alpha();

    /** Adds the output {@code tags} and, if it streams, {@code pool_numerator} and {@code pool_denominator}. */
    void addTo(OnnxGraph graph, String masks);
}
