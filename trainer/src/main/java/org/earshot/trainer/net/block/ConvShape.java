package org.earshot.trainer.net.block;

/**
 * Shape of a convolution with stride 1 and "same" zero padding.
 *
 * @param in input channels
 * @param out output channels
 * @param kernel width of the square kernel, odd
 * @param dilation distance between its taps, in both axes
 * @param groups 1 for a dense convolution, {@code in} for a depthwise one
 */
public record ConvShape(int in, int out, int kernel, int dilation, int groups) {
    public ConvShape {
        if (in < 1 || out < 1 || groups < 1 || in % groups != 0 || out % groups != 0) {
            throw new IllegalArgumentException("channels " + in + " -> " + out + " do not split into " + groups);
        }
        if (kernel < 1 || kernel % 2 == 0 || dilation < 1) {
            throw new IllegalArgumentException("kernel " + kernel + " must be odd and dilation " + dilation + " >= 1");
        }
    }

    /** Every output channel depends on every input channel. */
    public static ConvShape dense(int in, int out, int kernel) {
        return new ConvShape(in, out, kernel, 1, 1);
    }

    /** Each channel is filtered separately. */
    public static ConvShape depthwise(int channels, int kernel, int dilation) {
        return new ConvShape(channels, channels, kernel, dilation, channels);
    }

    /** A 1x1 convolution. */
    public static ConvShape pointwise(int in, int out) {
        return new ConvShape(in, out, 1, 1, 1);
    }

    /** Bins of context that the output depends on, on each side. */
    public int reach() {
        return (kernel - 1) / 2 * dilation;
    }

    /** True for a depthwise convolution with dilation above 1. */
    boolean isDilatedDepthwise() {
        return groups == in && groups == out && groups > 1 && dilation > 1;
    }

    public String describe() {
        String what = groups == 1 ? "conv" : "depthwise conv";
        return what + " " + kernel + "x" + kernel + (dilation > 1 ? " dilation " + dilation : "");
    }
}
