package org.earshot.trainer.net.pooling;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.earshot.trainer.export.PoolingExport;
import org.earshot.trainer.export.RatioPooling;

/** Soft-max pooling: y_k = sum of M e^M / sum of e^M over all frames and mels; {@link FapPooling} with alpha 1. */
final class SoftmaxPooling implements Pooling {
    static final String NAME = "softmax";

    private final int labels;
    private final int mels;

    SoftmaxPooling(int labels, int mels) {
        this.labels = labels;
        this.mels = mels;
    }

    @Override
    public NDArray pool(NDArray masks) {
        return SoftWeighted.mean(masks, masks);
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
        float[] ones = new float[mels];
        Arrays.fill(ones, 1);
        return Stream.generate(ones::clone).limit(labels).toList();
    }
}
