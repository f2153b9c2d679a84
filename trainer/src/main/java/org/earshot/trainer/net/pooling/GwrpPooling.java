package org.earshot.trainer.net.pooling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.earshot.trainer.export.MaxPooling;
import org.earshot.trainer.export.PoolingExport;
import org.earshot.trainer.export.RankPooling;

/**
 * Global weighted rank pooling: the mask values in descending order, the j-th weighted by r^(j-1), divided by the sum
 * of the weights (Kolesnikov and Lampert 2016; Kong et al. 2019). r = 0 gives the maximum, r = 1 the mean.
 *
 * <p>Not safe for use by several threads, because it caches the weights of the last size.
 */
final class GwrpPooling implements Pooling {
    static final String NAME = "gwrp";

    private final double r;
    private float[] ascending = {};

    GwrpPooling(double r) {
        this.r = r;
    }

    @Override
    public NDArray pool(NDArray masks) {
        long batch = masks.getShape().get(0);
        long labels = masks.getShape().get(1);
        NDArray sorted = masks.reshape(batch, labels, -1).sort(2);
        int bins = Math.toIntExact(sorted.getShape().get(2));
        NDArray weights = masks.getManager().create(weights(bins), new Shape(1, 1, bins));
        return sorted.mul(weights).sum(new int[] {2});
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PoolingExport export() {
        return r > 0 ? new RankPooling(r) : new MaxPooling();
    }

    @Override
    public List<float[]> alpha() {
        return List.of();
    }

    /** Weights that sum to 1, smallest rank last, because the sort is ascending. */
    private float[] weights(int bins) {
        if (ascending.length != bins) {
            double sum = 0;
            for (int j = 0; j < bins; j++) {
                sum += Math.pow(r, j);
            }
            ascending = new float[bins];
            for (int j = 0; j < bins; j++) {
                ascending[bins - 1 - j] = (float) (Math.pow(r, j) / sum);
            }
        }
        return ascending;
    }
}
