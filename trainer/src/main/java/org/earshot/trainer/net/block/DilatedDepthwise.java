package org.earshot.trainer.net.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/**
 * A depthwise convolution with dilation d, computed as d * d depthwise convolutions without dilation: the kernel only
 * combines bins (t, f) with equal remainders (t mod d, f mod d), so each such grid is convolved separately. The result
 * is the same. On the CPU PyTorch has a fast backward pass for this but not for a dilated depthwise convolution.
 */
public final class DilatedDepthwise {
    private DilatedDepthwise() {}

    /**
     * @param x [batch, channels, frames, mels]
     * @param kernel [channels, 1, k, k]
     * @return the shape of {@code x}
     */
    public static NDArray convolve(NDArray x, NDArray kernel, int dilation) {
        long batch = x.getShape().get(0);
        long channels = x.getShape().get(1);
        long frames = x.getShape().get(2);
        long mels = x.getShape().get(3);
        long rows = (frames + dilation - 1) / dilation;
        long columns = (mels + dilation - 1) / dilation;

        NDArray grids = padTo(x, rows * dilation, columns * dilation)
                .reshape(batch, channels, rows, dilation, columns, dilation)
                .transpose(0, 3, 5, 1, 2, 4)
                .reshape(batch * dilation * dilation, channels, rows, columns);
        long pad = kernel.getShape().get(2) / 2;
        NDArray filtered = grids.getNDArrayInternal()
                .convolution(
                        grids,
                        kernel,
                        null,
                        new Shape(1, 1),
                        new Shape(pad, pad),
                        new Shape(1, 1),
                        Math.toIntExact(channels))
                .singletonOrThrow()
                .reshape(batch, dilation, dilation, channels, rows, columns)
                .transpose(0, 3, 4, 1, 5, 2)
                .reshape(batch, channels, rows * dilation, columns * dilation);
        if (rows * dilation == frames && columns * dilation == mels) {
            return filtered;
        }
        return filtered.get(":, :, :" + frames + ", :" + mels);
    }

    private static NDArray padTo(NDArray x, long frames, long mels) {
        NDArray padded = x;
        padded = appendZeros(padded, 2, frames - x.getShape().get(2));
        return appendZeros(padded, 3, mels - x.getShape().get(3));
    }

    private static NDArray appendZeros(NDArray x, int axis, long count) {
        if (count == 0) {
            return x;
        }
        long[] shape = x.getShape().getShape().clone();
        shape[axis] = count;
        NDArray zeros = x.getManager().zeros(new Shape(shape));
        return x.getNDArrayInternal().concat(new NDList(zeros), axis);
    }
}
