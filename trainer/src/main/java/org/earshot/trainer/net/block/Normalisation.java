package org.earshot.trainer.net.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.TensorNames;
import org.earshot.trainer.export.OnnxGraph;

/**
 * The z-score per mel band, (L - mean) / deviation, with statistics of the training frames. Part of every network, so
 * that features are raw log-mel everywhere else.
 */
public final class Normalisation {
    public static final String MEAN = "zscore.mean";
    public static final String DEVIATION = "zscore.deviation";
    /** A smaller deviation is replaced by 1: the band is constant. */
    private static final float MIN_DEVIATION = 1e-6f;

    private final WeightStore weights;
    private final NDArray mean;
    private final NDArray deviation;

    public Normalisation(int mels, WeightStore weights) {
        this.weights = weights;
        this.mean = weights.buffer(MEAN, new Shape(1, 1, mels), 0);
        this.deviation = weights.buffer(DEVIATION, new Shape(1, 1, mels), 1);
    }

    /**
     * @param mean [mels], over all training frames
     * @param deviation [mels], their population standard deviation; below 1e-6 it is replaced by 1
     */
    public void set(float[] mean, float[] deviation) {
        float[] safe = deviation.clone();
        for (int f = 0; f < safe.length; f++) {
            if (!Float.isFinite(mean[f]) || !Float.isFinite(safe[f])) {
                throw new ConfigurationException("z-score: mel band " + f + " of the training data is not finite");
            }
            safe[f] = safe[f] < MIN_DEVIATION ? 1 : safe[f];
        }
        weights.write(MEAN, mean);
        weights.write(DEVIATION, safe);
    }

    /** Mean per mel band. */
    public float[] mean() {
        return weights.read(MEAN);
    }

    /** Deviation per mel band. */
    public float[] deviation() {
        return weights.read(DEVIATION);
    }

    /**
     * @param logMel [batch, frames, mels]
     * @return the same shape
     */
    public NDArray forward(NDArray logMel) {
        return logMel.sub(mean).div(deviation);
    }

    /** The same as nodes, with an axis for the channel. @return the name of the output, [batch, 1, frames, mels] */
    public String addTo(OnnxGraph graph) {
        float[] mean = mean();
        String plane = graph.node("Unsqueeze", TensorNames.LOG_MEL, graph.axes(1));
        String centred = graph.node("Sub", plane, graph.floats("z.mean", mean, mean.length));
        return graph.node("Div", centred, graph.floats("z.deviation", deviation(), mean.length));
    }
}
