package org.earshot.trainer.net.tagger;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.earshot.trainer.net.block.TorchEngine;

/**
 * Compares two ways to compute the masks of a network, by the masks of noise and by the gradients that they give.
 *
 * <p>On some machines oneDNN computes convolutions wrongly in bfloat16, or only their gradients (seen on a virtual one that
 * does not say how large its processor's caches are, with fewer than 16 channels); a network then learns little, and nothing
 * says so.
 */
final class BFloat16Check {
    private static final int BATCH = 2;
    private static final int FRAMES = 25;
    /** Share of all gradients' length that a gradient's error is seen against if its own is shorter. */
    private static final double SHARE_OF_ALL = 0.1;

    private final List<NDArray> weights;
    private final int mels;
    private final NDManager manager;

    /**
     * @param weights learnt ones that the masks depend on
     * @param mels width of the spectrogram
     */
    BFloat16Check(List<NDArray> weights, int mels, NDManager manager) {
        this.weights = List.copyOf(weights);
        this.mels = mels;
        this.manager = manager;
    }

    /**
     * The largest error of the masks or of a weight's gradient, each relative to its own size. Leaves no gradients.
     *
     * @param exact [batch, 1, frames, mels], normalised, to masks [batch, labels, frames, mels]
     * @param rounded the same in the other way
     * @return 0 if both are equal; some 0.02 to 0.1 where the other way rounds to bfloat16; NaN if it gives NaN
     */
    double error(UnaryOperator<NDArray> exact, UnaryOperator<NDArray> rounded) {
        List<float[]> expected = masksAndGradients(exact);
        List<float[]> found = masksAndGradients(rounded);
        double gradients = Math.sqrt(expected.stream()
                .skip(1)
                .mapToDouble(gradient -> Math.pow(length(gradient), 2))
                .sum());
        double largest = length(difference(expected.get(0), found.get(0))) / length(expected.get(0));
        for (int i = 1; i < expected.size(); i++) {
            double size = Math.max(length(expected.get(i)), SHARE_OF_ALL * gradients);
            largest = Math.max(largest, length(difference(expected.get(i), found.get(i))) / size);
        }
        return largest;
    }

    /** The masks less their mean, then the gradient of each weight. */
    private List<float[]> masksAndGradients(UnaryOperator<NDArray> network) {
        float[] noise = new float[BATCH * FRAMES * mels];
        Random random = new Random(1);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        List<float[]> values = new ArrayList<>();
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = TorchEngine.engine().newGradientCollector()) {
            NDArray masks = network.apply(scope.create(noise, new Shape(BATCH, 1, FRAMES, mels)));
            NDArray centred = masks.sub(masks.mean());
            values.add(centred.toFloatArray());
            collector.backward(centred.square().mean());
            for (NDArray weight : weights) {
                try (NDArray gradient = weight.getGradient()) {
                    values.add(gradient.toFloatArray());
                    // The next ones are added to it otherwise. A product with 0 would keep NaN, a power of 0 is 1.
                    gradient.powi(0).subi(1);
                }
            }
        }
        return values;
    }

    private static float[] difference(float[] a, float[] b) {
        float[] difference = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    private static double length(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
