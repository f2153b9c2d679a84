package org.earshot.trainer.teach.head;

import java.util.Arrays;
import org.earshot.core.model.ModelException;
import org.earshot.trainer.export.FrameWeighting;

/** How a model file weighs the masks of a frame, found out from the row of a label that is there. */
public record FrameWeights(FrameWeighting kind) {

    /** @throws ModelException if no known weighting makes such weights of such an alpha */
    public static FrameWeights of(float[] alpha, float[] written) {
        for (FrameWeighting kind : FrameWeighting.values()) {
            if (kind != FrameWeighting.FRAME_SOFTMAX && Arrays.equals(written, new FrameWeights(kind).of(alpha))) {
                return new FrameWeights(kind);
            }
        }
        throw new ModelException("the model weighs its frames in a way that is not known");
    }

    public float[] of(float[] alpha) {
        return kind.weights(new float[][] {alpha}, 1, alpha.length);
    }
}
