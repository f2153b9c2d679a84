package org.earshot.trainer.export;

import java.util.Arrays;
import org.earshot.core.model.TensorNames;

/**
 * Poolings of the form y_k = sum_tf M e^(alpha M) / sum_tf e^(alpha M): FAP with its own alpha per label and band, AP
 * with one per label, soft-max pooling with 1, average pooling with 0 (Liu et al. 2021, section 2.3; McFee et al.
 * 2018).
 *
 * <p>Up to an alpha of 40 the two sums per frame are outputs: the exponential does not overflow float32, and the model
 * streams. A larger alpha, which AP may learn, would overflow, and no constant shift works for all clips. Such a
 * pooling is written as a softmax over all bins of the clip, which subtracts the largest exponent; the model then runs
 * on whole clips only.
 *
 * @param name name in the manifest
 * @param alpha [classes][mels], finite
 */
public record RatioPooling(String name, float[][] alpha) implements PoolingExport {
    /** Name of alpha in the graph, [1][classes][1][mels]. */
    static final String ALPHA = "pool.alpha";

    /** Up to here the sum of e^(alpha M) over a clip is far below the limit of float32. */
    static final float MAX_STREAMED_ALPHA = 40;

    public RatioPooling {
        for (float[] row : alpha) {
            for (float a : row) {
                if (!Float.isFinite(a)) {
                    throw new IllegalArgumentException("pooling " + name + ": alpha must be finite, is " + a);
                }
            }
        }
    }

    /** Frequency-dependent auto-pooling: alpha [classes][mels]. */
    public static RatioPooling fap(float[][] alpha) {
        return new RatioPooling("fap", alpha);
    }

    /** Auto-pooling over all bins: alpha [classes]. */
    public static RatioPooling ap(float[] alpha, int mels) {
        float[][] rows = new float[alpha.length][];
        for (int k = 0; k < alpha.length; k++) {
            rows[k] = constant(alpha[k], mels);
        }
        return new RatioPooling("ap", rows);
    }

    /** Soft-max pooling: alpha = 1. */
    public static RatioPooling softmax(int classes, int mels) {
        return fixed("softmax", 1, classes, mels);
    }

    /** Global average pooling: alpha = 0. */
    public static RatioPooling gap(int classes, int mels) {
        return fixed("gap", 0, classes, mels);
    }

    @Override
    public boolean streams() {
        for (float[] row : alpha) {
            for (float a : row) {
                if (Math.abs(a) > MAX_STREAMED_ALPHA) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void addTo(OnnxGraph graph, String masks) {
        int classes = alpha.length;
        int mels = alpha[0].length;
        float[] flat = new float[classes * mels];
        for (int k = 0; k < classes; k++) {
            System.arraycopy(alpha[k], 0, flat, k * mels, mels);
        }
        String sharpness = graph.floats(ALPHA, flat, 1, classes, 1, mels);
        String exponents = graph.node("Mul", masks, sharpness);
        if (!streams()) {
            String bins = graph.longs("pool.bins", 0, 0, -1);
            String shares = graph.begin("Softmax", graph.node("Reshape", exponents, bins))
                    .integer("axis", -1)
                    .output();
            String weighted = graph.node("Mul", graph.node("Reshape", masks, bins), shares);
            graph.named("ReduceSum", TensorNames.TAGS, weighted, graph.axes(2)).keepDims(false);
            return;
        }
        String e = graph.node("Exp", exponents);
        graph.named("ReduceSum", TensorNames.POOL_NUMERATOR, graph.node("Mul", masks, e), graph.axes(3))
                .keepDims(false);
        graph.named("ReduceSum", TensorNames.POOL_DENOMINATOR, e, graph.axes(3)).keepDims(false);
        String above = graph.sum(TensorNames.POOL_NUMERATOR, 2);
        String below = graph.sum(TensorNames.POOL_DENOMINATOR, 2);
        graph.named("Div", TensorNames.TAGS, above, below);
    }

    private static RatioPooling fixed(String name, float alpha, int classes, int mels) {
        float[][] rows = new float[classes][];
        Arrays.setAll(rows, k -> constant(alpha, mels));
        return new RatioPooling(name, rows);
    }

    private static float[] constant(float value, int length) {
        float[] row = new float[length];
        Arrays.fill(row, value);
        return row;
    }
}
