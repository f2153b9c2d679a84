package org.earshot.trainer.net.pooling;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.earshot.trainer.export.MaxPooling;
import org.earshot.trainer.export.PoolingExport;

/** Global max pooling: the largest value of the mask, which alone receives a gradient. */
final class GmpPooling implements Pooling {
    static final String NAME = "gmp";

    @Override
    public NDArray pool(NDArray masks) {
        long batch = masks.getShape().get(0);
        long labels = masks.getShape().get(1);
        return masks.reshape(batch, labels, -1).max(new int[] {2});
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PoolingExport export() {
        return new MaxPooling();
    }

    @Override
    public List<float[]> alpha() {
        return List.of();
    }
}
