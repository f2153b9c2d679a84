package org.earshot.trainer.export;

/** One step of a mask network that keeps the size of the time-frequency plane: stride 1, zero padding, odd kernels. */
public sealed interface Layer {

    /** Frames of context that the layer adds on each side. */
    default int reachFrames() {
        return 0;
    }

    /**
     * A convolution over time and frequency with a square kernel.
     *
     * @param in channels in
     * @param out channels out
     * @param kernel odd length of the kernel on both axes
     * @param dilation distance between its taps on both axes
     * @param groups 1 for a dense convolution, {@code in} for a depthwise one
     * @param weights [out][in / groups][kernel over time][kernel over mels] row-major
     * @param bias [out], or null
     */
    record Convolution(int in, int out, int kernel, int dilation, int groups, float[] weights, float[] bias)
            implements Layer {
        public Convolution {
            if (in < 1 || out < 1 || kernel < 1 || kernel % 2 == 0 || dilation < 1) {
                throw new IllegalArgumentException("convolution: in=" + in + " out=" + out + " kernel=" + kernel
                        + " dilation=" + dilation + " must be positive, the kernel odd");
            }
            if (groups < 1 || in % groups != 0 || out % groups != 0) {
                throw new IllegalArgumentException(
                        "convolution: " + groups + " groups do not divide " + in + " and " + out);
            }
            int expected = out * (in / groups) * kernel * kernel;
            if (weights.length != expected) {
                throw new IllegalArgumentException(
                        "convolution: expected " + expected + " weights, got " + weights.length);
            }
            if (bias != null && bias.length != out) {
                throw new IllegalArgumentException("convolution: expected " + out + " biases, got " + bias.length);
            }
        }

        @Override
        public int reachFrames() {
            return dilation * (kernel - 1) / 2;
        }
    }

    /**
     * Batch normalisation with running statistics, y = gamma (x - mean) / sqrt(variance + epsilon) + beta. Follows a
     * convolution and is folded into it.
     *
     * @param gamma [channels]
     * @param beta [channels]
     * @param mean [channels]
     * @param variance [channels]
     * @param epsilon added to the variance for numerical stability
     */
    record BatchNorm(float[] gamma, float[] beta, float[] mean, float[] variance, float epsilon) implements Layer {
        public BatchNorm {
            int channels = gamma.length;
            if (beta.length != channels || mean.length != channels || variance.length != channels) {
                throw new IllegalArgumentException("batch norm: gamma, beta, mean and variance differ in length");
            }
        }
    }

    /** max(0, x). */
    record Relu() implements Layer {}
}
