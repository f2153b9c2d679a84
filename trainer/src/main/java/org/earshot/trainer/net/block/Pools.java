package org.earshot.trainer.net.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.earshot.trainer.export.OnnxGraph;

/** Max pooling without overlap over frames and mels; an incomplete last window is left out. */
public final class Pools {
    private Pools() {}

    public static NDArray max(NDArray x, int frames, int mels) {
        Shape window = new Shape(frames, mels);
        return x.getNDArrayInternal().maxPool(window, window, new Shape(0, 0), false);
    }

    public static String max(OnnxGraph graph, String x, int frames, int mels) {
        return graph.begin("MaxPool", x)
                .ints("kernel_shape", frames, mels)
                .ints("strides", frames, mels)
                .output();
    }
}
