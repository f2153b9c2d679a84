package org.earshot.trainer.net.pooling;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.Stream;
import org.earshot.trainer.export.PoolingExport;
import org.earshot.trainer.export.RatioPooling;

/** Global average pooling: the mean of the mask; {@link FapPooling} with alpha 0. */
final class GapPooling implements Pooling {
    static final String NAME = "gap";

    private final int labels;
    private final int mels;

    GapPooling(int labels, int mels) {
        this.labels = labels;
        this.mels = mels;
    }

    @Override
    public NDArray pool(NDArray masks) {
        return masks.reshape(masks.getShape().get(0), labels, -1).mean(new int[] {2});
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
        return Stream.generate(() -> new float[mels]).limit(labels).toList();
    }
}
