package org.earshot.trainer.export;

import java.util.ArrayList;
import java.util.List;

/**
 * A convolution with the batch norm after it folded in and a flag for the ReLU: w' = w gamma / sqrt(variance +
 * epsilon), b' = (b - mean) gamma / sqrt(variance + epsilon) + beta. Computed in double.
 *
 * @param convolution with folded weights and a bias
 * @param relu whether max(0, x) follows
 */
public record FoldedConvolution(Layer.Convolution convolution, boolean relu) {

    /** Folds layers in which every batch norm and every ReLU follows a convolution. */
    static List<FoldedConvolution> fold(List<Layer> layers) {
        List<FoldedConvolution> folded = new ArrayList<>();
        for (Layer layer : layers) {
            if (layer instanceof Layer.Convolution convolution) {
                folded.add(new FoldedConvolution(withBias(convolution), false));
                continue;
            }
            if (folded.isEmpty() || folded.get(folded.size() - 1).relu) {
                throw new IllegalArgumentException(
                        layer.getClass().getSimpleName() + ": must follow a convolution, before its ReLU");
            }
            Layer.Convolution before = folded.remove(folded.size() - 1).convolution;
            folded.add(
                    layer instanceof Layer.BatchNorm norm
                            ? new FoldedConvolution(folded(before, norm), false)
                            : new FoldedConvolution(before, true));
        }
        return folded;
    }

    private static Layer.Convolution withBias(Layer.Convolution c) {
        float[] bias = c.bias() == null ? new float[c.out()] : c.bias();
        return new Layer.Convolution(c.in(), c.out(), c.kernel(), c.dilation(), c.groups(), c.weights(), bias);
    }

    private static Layer.Convolution folded(Layer.Convolution c, Layer.BatchNorm norm) {
        if (norm.gamma().length != c.out()) {
            throw new IllegalArgumentException(
                    "batch norm: has " + norm.gamma().length + " channels, its convolution " + c.out());
        }
        int each = c.weights().length / c.out();
        float[] weights = new float[c.weights().length];
        float[] bias = new float[c.out()];
        for (int o = 0; o < c.out(); o++) {
            double scale = norm.gamma()[o] / Math.sqrt((double) norm.variance()[o] + norm.epsilon());
            for (int i = o * each; i < (o + 1) * each; i++) {
                weights[i] = (float) (c.weights()[i] * scale);
            }
            bias[o] = (float) ((c.bias()[o] - norm.mean()[o]) * scale + norm.beta()[o]);
        }
        return new Layer.Convolution(c.in(), c.out(), c.kernel(), c.dilation(), c.groups(), weights, bias);
    }
}
