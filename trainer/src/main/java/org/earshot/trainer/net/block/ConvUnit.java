package org.earshot.trainer.net.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Convolution without bias, batch normalisation, ReLU: the unit of both block types (Liu et al. 2021, section 2.1; the
 * order of the three as Kong et al. 2019). Stride 1 and zero padding keep the size [frames, mels].
 */
public final class ConvUnit {
    /** Added to the variance in batch normalisation. */
    public static final float EPSILON = 1e-5f;

    private final String name;
    private final ConvShape shape;
    private final NDArray kernel;
    private final NDArray gamma;
    private final NDArray beta;
    private final NDArray mean;
    private final NDArray variance;

    /** Creates the unit's weights in the store: Xavier kernel, gamma 1, beta 0. */
    public ConvUnit(String name, ConvShape shape, WeightStore weights) {
        this.name = name;
        this.shape = shape;
        long area = (long) shape.kernel() * shape.kernel();
        Shape kernelShape = new Shape(shape.out(), shape.in() / shape.groups(), shape.kernel(), shape.kernel());
        this.kernel = weights.xavier(
                name + ".weight", kernelShape, shape.in() / shape.groups() * area, shape.out() / shape.groups() * area);
        Shape channels = new Shape(shape.out());
        this.gamma = weights.constant(name + ".bn.gamma", channels, 1);
        this.beta = weights.constant(name + ".bn.beta", channels, 0);
        this.mean = weights.buffer(name + ".bn.mean", channels, 0);
        this.variance = weights.buffer(name + ".bn.variance", channels, 1);
    }

    /**
     * @param x [batch, in, frames, mels]
     * @param training true: normalise by the statistics of the batch and update the running ones; false: normalise by
     *     the running ones
     * @return [batch, out, frames, mels]
     */
    public NDArray forward(NDArray x, boolean training) {
        NDArray y = convolve(x);
        y = y.getNDArrayInternal()
                .batchNorm(y, mean, variance, gamma, beta, 1, BatchNorms.KEEP, EPSILON, training)
                .singletonOrThrow();
        return y.getNDArrayInternal().relu();
    }

    /** Kernel, gamma, beta, running mean and running variance. */
    List<NDArray> arrays() {
        return List.of(kernel, gamma, beta, mean, variance);
    }

    public String name() {
        return name;
    }

    public ConvShape shape() {
        return shape;
    }

    /** Number of learnt values. */
    public long parameters() {
        return kernel.size() + gamma.size() + beta.size();
    }

    /** The convolution alone. */
    public NDArray convolve(NDArray x) {
        if (shape.isDilatedDepthwise()) {
            return DilatedDepthwise.convolve(x, kernel, shape.dilation());
        }
        int pad = shape.reach();
        return x.getNDArrayInternal()
                .convolution(
                        x,
                        kernel,
                        null,
                        new Shape(1, 1),
                        new Shape(pad, pad),
                        new Shape(shape.dilation(), shape.dilation()),
                        shape.groups())
                .singletonOrThrow();
    }
}
