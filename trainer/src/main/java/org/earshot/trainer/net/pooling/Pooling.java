package org.earshot.trainer.net.pooling;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.earshot.trainer.export.PoolingExport;

/**
 * Turns the mask of a label into its clip tag: M_k(t,f) -> y_k (Liu et al. 2021, section 2.2). A further pooling is one
 * file with a class of this kind, and a line in {@link Poolings}.
 */
public interface Pooling {

    /**
     * @param masks [batch, labels, frames, mels], 0..1
     * @return [batch, labels], between the smallest and the greatest mask value
     */
    NDArray pool(NDArray masks);

    /** The name it is asked for by. */
    String name();

    /**
     * The sharpness alpha_k(f) in force, [label][mel], for poolings that weight a bin by exp(alpha M): then the tag is a
     * ratio of sums over frames and can be streamed. Empty for all others.
     */
    List<float[]> alpha();

    /** What it learnt as a part of the model file, which the training library has no part in. */
    PoolingExport export();
}
