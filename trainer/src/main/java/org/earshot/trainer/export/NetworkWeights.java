package org.earshot.trainer.export;

import java.util.List;

/**
 * A mask network with its learnt weights, independent of any training engine: log-mel [T][F] is normalised per mel
 * band, runs through {@code layers}, and the 1x1 {@code head} with a sigmoid gives the masks M_k(t,f) that
 * {@code pooling} turns into tags (Liu et al. 2021, section 3).
 *
 * @param mels number of mel bands F
 * @param mean [mels], mean of the training frames
 * @param deviation [mels], their standard deviation, positive
 * @param layers from input to last feature map; every batch norm directly after a convolution
 * @param head 1x1 convolution to the K labels, with bias
 * @param pooling masks to tags
 * @param frameWeighting masks to the per-frame activity
 */
public record NetworkWeights(
        int mels,
        float[] mean,
        float[] deviation,
        List<Layer> layers,
        Layer.Convolution head,
        PoolingExport pooling,
        FrameWeighting frameWeighting)
        implements NetworkExport {

    public NetworkWeights {
        layers = List.copyOf(layers);
        if (mean.length != mels || deviation.length != mels) {
            throw new IllegalArgumentException("z-score: mean and deviation must have " + mels + " bands");
        }
        for (float d : deviation) {
            if (!(d > 0)) {
                throw new IllegalArgumentException("z-score: a deviation is not positive: " + d);
            }
        }
        if (head.kernel() != 1 || head.groups() != 1 || head.bias() == null) {
            throw new IllegalArgumentException("head: must be a dense 1x1 convolution with bias");
        }
        float[][] alpha = pooling.alpha();
        if (alpha.length > 0 && (alpha.length != head.out() || alpha[0].length != mels)) {
            throw new IllegalArgumentException("pooling: alpha must be [" + head.out() + "][" + mels + "]");
        }
        if (alpha.length == 0 && frameWeighting != FrameWeighting.MEAN) {
            throw new IllegalArgumentException(
                    "pooling " + pooling.name() + " has no alpha; the frame weighting must be the mean");
        }
    }

    /** Number of labels K. */
    @Override
    public int classes() {
        return head.out();
    }

    /** Frames of context R on each side that a mask value depends on. */
    @Override
    public int receptiveFrames() {
        return layers.stream().mapToInt(Layer::reachFrames).sum();
    }

    @Override
    public boolean streams() {
        return pooling.streams();
    }

    @Override
    public void addTo(OnnxGraph graph) {
        new MaskGraph(this, new FloatLayers()).addTo(graph);
    }
}
