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
import org.earshot.trainer.net.pooling.PoolingSettings.Fap;
import org.earshot.trainer.net.pooling.PoolingSettings.Parametrisation;

/**
 * Frequency-dependent auto-pooling: y_k = sum of M e^(alpha_k(f) M) / sum of e^(alpha_k(f) M) over all frames and mels
 * jointly, with one learnt sharpness 0 &lt; alpha &lt; alphaMax per label and mel (Liu et al. 2021, section 2.2.2).
 *
 * <p>The sharpness moves the pooling between mean and maximum, for each mel separately. With one mel and four frames:
 *
 * <pre>
 * mask M   0.9  0.1  0.1  0.1
 * alpha      0        1        10
 * y        0.30     0.44     0.90
 *          mean              nearly the maximum
 * </pre>
 *
 * <p>Not safe for use by several threads.
 */
public final class FapPooling implements Pooling {
    public static final String NAME = "fap";
    /** Lower bound of alpha, just above 0. */
    static final float ALPHA_MIN = 1e-6f;

    private final Fap settings;
    private final int labels;
    private final int mels;
    /** [1, labels, 1, mels]: alpha itself or the argument of its sigmoid. */
    private final NDArray learnt;

    FapPooling(Fap settings, int labels, int mels, WeightStore weights) {
        this.settings = settings;
        this.labels = labels;
        this.mels = mels;
        boolean clamped = settings.param() == Parametrisation.CLAMP;
        float[] start = new float[labels * mels];
        double ratio = settings.alphaInit() / (double) settings.alphaMax();
        Arrays.fill(start, clamped ? settings.alphaInit() : (float) Math.log(ratio / (1 - ratio)));
        this.learnt = weights.trainable(
                "pooling.alpha",
                new Shape(1, labels, 1, mels),
                start,
                settings.alphaRate(),
                clamped ? new Bounds(ALPHA_MIN, settings.alphaMax()) : null);
    }

    @Override
    public NDArray pool(NDArray masks) {
        return SoftWeighted.mean(masks, masks.mul(alphaFor(masks)));
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
        float[] values = learnt.toFloatArray();
        List<float[]> rows = new ArrayList<>();
        for (int k = 0; k < labels; k++) {
            float[] row = Arrays.copyOfRange(values, k * mels, (k + 1) * mels);
            for (int f = 0; f < mels && settings.param() == Parametrisation.SIGMOID; f++) {
                row[f] = (float) (settings.alphaMax() / (1 + Math.exp(-row[f])));
            }
            rows.add(row);
        }
        return rows;
    }

    /** True if alpha itself is learnt, false if it is the sigmoid of a learnt value. */
    public boolean learnsAlphaItself() {
        return settings.param() == Parametrisation.CLAMP;
    }

    private NDArray alphaFor(NDArray masks) {
        if (settings.param() == Parametrisation.CLAMP) {
            return learnt;
        }
        // The receiver is an array of the step, so that the result does not belong to the weights' manager.
        NDArray free = masks.getManager().zeros(learnt.getShape()).add(learnt);
        return free.getNDArrayInternal().sigmoid().mul(settings.alphaMax());
    }
}
