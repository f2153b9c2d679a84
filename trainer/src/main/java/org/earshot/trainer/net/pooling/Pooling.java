package org.earshot.trainer.net.pooling;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.earshot.trainer.export.PoolingExport;

/**
 * Turns the mask of a label into its clip tag: M_k(t,f) -> y_k (Liu et al. 2021, section 2.2). To add a pooling, write
 * a class that implements this interface and add a line to {@link Poolings}.
 */
public interface Pooling {

    /**
     * @param masks [batch, labels, frames, mels], 0..1
     * @return [batch, labels], between the smallest and the largest mask value
     */
    NDArray pool(NDArray masks);

    /** The name on the command line and in recipes. */
    String name();

    /**
     * The current sharpness alpha_k(f), [label][mel], of poolings that weight a bin by exp(alpha M), whose tag is a
     * ratio of sums over frames and can be streamed. Empty for all others.
     */
    List<float[]> alpha();

    /** The pooling with its learnt values for the model file, independent of the training library. */
    PoolingExport export();
}
