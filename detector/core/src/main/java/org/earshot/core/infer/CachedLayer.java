package org.earshot.core.infer;

/**
 * A convolution with memory: its cache holds the last 2r frames of its input, in the order in which the runtime keeps them.
 *
 * @param channels C, channels of its input
 * @param reach r, frames that it looks to either side
 * @param quantised whether its cache holds unsigned bytes, otherwise float32
 * @param layout order of the values
 */
record CachedLayer(int channels, int reach, boolean quantised, Layout layout) {

    /** The memory layout of a feature map of T frames and F mels. */
    sealed interface Layout {
        /** The axis of the frames in the shape that the cache has. */
        int timeAxis();
    }

    /** [1][C][T][F], as ONNX has it. */
    record ChannelsFirst() implements Layout {
        @Override
        public int timeAxis() {
            return 2;
        }
    }

    /** [1][T][F][C], as eight-bit kernels have it. */
    record ChannelsLast() implements Layout {
        @Override
        public int timeAxis() {
            return 1;
        }
    }

    /** [1][C / B][T][F * B], groups of B channels, as ONNX Runtime's float kernels have it. */
    record Blocked(int block) implements Layout {
        @Override
        public int timeAxis() {
            return 2;
        }
    }

    /** Frames that the cache holds while the stream runs. */
    int frames() {
        return 2 * reach;
    }

    /** Bytes of a number of frames. */
    int bytes(int frames, int mels) {
        return channels * frames * mels * (quantised ? 1 : Float.BYTES);
    }

    /** The shape of the cache with that many frames; -1 stands for as many as there are. */
    long[] shape(int frames, int mels) {
        if (layout instanceof ChannelsLast) {
            return new long[] {1, frames, mels, channels};
        }
        if (layout instanceof Blocked blocked) {
            return new long[] {1, channels / blocked.block(), frames, (long) mels * blocked.block()};
        }
        return new long[] {1, channels, frames, mels};
    }
}
