package org.earshot.trainer.export;

import java.util.Arrays;

/** A mask network computed straight from its definition in float64, layer by layer, nothing folded or fused. */
final class ReferenceNetwork {
    private final NetworkWeights weights;

    ReferenceNetwork(NetworkWeights weights) {
        this.weights = weights;
    }

    /** @param logMel [frames][mels]. @return [classes][frames][mels] */
    double[][][] masks(float[] logMel, int frames) {
        int mels = weights.mels();
        double[][][] x = new double[1][frames][mels];
        for (int t = 0; t < frames; t++) {
            for (int f = 0; f < mels; f++) {
                x[0][t][f] = ((double) logMel[t * mels + f] - weights.mean()[f]) / weights.deviation()[f];
            }
        }
        for (Layer layer : weights.layers()) {
            x = apply(layer, x);
        }
        x = apply(weights.head(), x);
        forEach(x, (c, v) -> 1 / (1 + Math.exp(-v)));
        return x;
    }

    /** Tags by the ratio of sums. */
    double[] tags(double[][][] masks) {
        double[] tags = new double[masks.length];
        for (int k = 0; k < tags.length; k++) {
            double above = 0;
            double below = 0;
            for (int t = 0; t < masks[k].length; t++) {
                above += numerator(masks, k, t);
                below += denominator(masks, k, t);
            }
            tags[k] = above / below;
        }
        return tags;
    }

    double numerator(double[][][] masks, int k, int t) {
        double sum = 0;
        for (int f = 0; f < weights.mels(); f++) {
            sum += masks[k][t][f] * Math.exp(weights.pooling().alpha()[k][f] * masks[k][t][f]);
        }
        return sum;
    }

    double denominator(double[][][] masks, int k, int t) {
        double sum = 0;
        for (int f = 0; f < weights.mels(); f++) {
            sum += Math.exp(weights.pooling().alpha()[k][f] * masks[k][t][f]);
        }
        return sum;
    }

    double activity(double[][][] masks, int k, int t) {
        double[] w = new double[weights.mels()];
        for (int f = 0; f < w.length; f++) {
            w[f] = switch (weights.frameWeighting()) {
                case ALPHA_NORM -> weights.pooling().alpha()[k][f];
                case SOFTMAX_ALPHA -> Math.exp(weights.pooling().alpha()[k][f]);
                case FRAME_SOFTMAX -> Math.exp(weights.pooling().alpha()[k][f] * masks[k][t][f]);
                case MEAN -> 1;
            };
        }
        double total = Arrays.stream(w).sum();
        double sum = 0;
        for (int f = 0; f < w.length; f++) {
            sum += w[f] / total * masks[k][t][f];
        }
        return sum;
    }

    private static double[][][] apply(Layer layer, double[][][] x) {
        if (layer instanceof Layer.Convolution convolution) {
            return convolve(convolution, x);
        }
        if (layer instanceof Layer.BatchNorm n) {
            forEach(
                    x,
                    (c, v) ->
                            n.gamma()[c] * (v - n.mean()[c]) / Math.sqrt(n.variance()[c] + n.epsilon()) + n.beta()[c]);
        } else {
            forEach(x, (c, v) -> Math.max(0, v));
        }
        return x;
    }

    private static double[][][] convolve(Layer.Convolution c, double[][][] x) {
        int frames = x[0].length;
        int mels = x[0][0].length;
        int perGroup = c.in() / c.groups();
        double[][][] y = new double[c.out()][frames][mels];
        for (int o = 0; o < c.out(); o++) {
            int firstIn = o / (c.out() / c.groups()) * perGroup;
            for (int t = 0; t < frames; t++) {
                for (int f = 0; f < mels; f++) {
                    double sum = c.bias() == null ? 0 : c.bias()[o];
                    for (int i = 0; i < perGroup; i++) {
                        for (int a = 0; a < c.kernel(); a++) {
                            for (int b = 0; b < c.kernel(); b++) {
                                int tt = t + (a - c.kernel() / 2) * c.dilation();
                                int ff = f + (b - c.kernel() / 2) * c.dilation();
                                if (tt >= 0 && tt < frames && ff >= 0 && ff < mels) {
                                    sum += c.weights()[((o * perGroup + i) * c.kernel() + a) * c.kernel() + b]
                                            * x[firstIn + i][tt][ff];
                                }
                            }
                        }
                    }
                    y[o][t][f] = sum;
                }
            }
        }
        return y;
    }

    private static void forEach(double[][][] x, ChannelFunction function) {
        for (int c = 0; c < x.length; c++) {
            for (double[] row : x[c]) {
                for (int f = 0; f < row.length; f++) {
                    row[f] = function.apply(c, row[f]);
                }
            }
        }
    }

    private interface ChannelFunction {
        double apply(int channel, double value);
    }
}
