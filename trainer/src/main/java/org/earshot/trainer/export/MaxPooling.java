package org.earshot.trainer.export;

import org.earshot.core.model.TensorNames;

/** Global max pooling, y_k = max_tf M. Tags of whole clips only. */
public record MaxPooling() implements PoolingExport {
    @Override
    public String name() {
        return "gmp";
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
        graph.named("ReduceMax", TensorNames.TAGS, masks).ints("axes", 2, 3).keepDims(false);
    }
}
