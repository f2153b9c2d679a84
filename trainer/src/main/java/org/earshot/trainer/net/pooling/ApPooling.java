package org.earshot.trainer.net.pooling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.earshot.trainer.export.PoolingExport;
import org.earshot.trainer.export.RatioPooling;
import org.earshot.trainer.net.block.Weight.Bounds;
import org.earshot.trainer.net.block.WeightStore;
import org.earshot.trainer.net.pooling.PoolingSettings.Ap;

/**
 * Auto-pooling: as {@link FapPooling} with one sharpness per label for all mels (McFee et al. 2018, extended to frames
 * and mels jointly as in Liu et al. 2021, section 2.2.1).
 */
final class ApPooling implements Pooling {
    static final String NAME = "ap";

    private final int mels;
    /** [1, labels, 1, 1]. */
    private final NDArray alpha;

    ApPooling(Ap settings, int labels, int mels, WeightStore weights) {
        this.mels = mels;
        float[] start = new float[labels];
        Arrays.fill(start, settings.alphaInit());
        this.alpha = weights.trainable(
                "pooling.alpha",
                new Shape(1, labels, 1, 1),
                start,
                settings.alphaRate(),
                new Bounds(settings.min(), settings.max()));
    }

    @Override
    public NDArray pool(NDArray masks) {
        return SoftWeighted.mean(masks, masks.mul(alpha));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PoolingExport export() {
        return new RatioPooling(NAME, alpha().toArray(float[][]::new));
    }

    @Override
    public List<float[]> alpha() {
        List<float[]> rows = new ArrayList<>();
        for (float value : alpha.toFloatArray()) {
            float[] row = new float[mels];
            Arrays.fill(row, value);
            rows.add(row);
        }
        return rows;
    }
}
