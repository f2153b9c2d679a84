package org.earshot.trainer.net.tagger;

import java.util.List;
import org.earshot.trainer.export.NetworkExport;
import org.earshot.trainer.export.OnnxGraph;
import org.earshot.trainer.net.block.LayerInfo;
import org.earshot.trainer.net.block.Normalisation;
import org.earshot.trainer.net.block.WeightStore;
import org.earshot.trainer.net.pooling.AdaptiveDistancePooling;

/**
 * Common part of the baselines: convolutions that end in a sequence of feature vectors, which may be shortened by
 * {@link AdaptiveDistancePooling}, a recurrent layer over it, and neither masks nor a learnt sharpness.
 *
 * <p>Needs 64 mel bands. Not safe for use by several threads.
 */
abstract sealed class SequenceTagger implements TaggingNetwork permits AttentionTagger, TalNetTagger {
    static final int MELS = 64;

    private final String poolingName;
    private final int labels;
    private final WeightStore weights;
    private final Normalisation normalisation;
    private final AdaptiveDistancePooling adaptive;

    /**
     * @param network name, for the error message
     * @param mels mel bands of the input
     */
    SequenceTagger(
            String network,
            String poolingName,
            int labels,
            int mels,
            AdaptiveDistancePooling adaptive,
            WeightStore weights) {
        NetworkLimits.requireMels(network, mels, MELS);
        this.poolingName = poolingName;
        this.labels = labels;
        this.weights = weights;
        this.normalisation = new Normalisation(mels, weights);
        this.adaptive = adaptive;
    }

    @Override
    public final String poolingName() {
        return poolingName;
    }

    @Override
    public final List<float[]> alpha() {
        return List.of();
    }

    @Override
    public final Normalisation normalisation() {
        return normalisation;
    }

    @Override
    public final WeightStore weights() {
        return weights;
    }

    @Override
    public final NetworkExport export() {
        return new WholeClipExport(MELS, labels, this::addTo);
    }

    /** Adds the nodes of the network. */
    abstract void addTo(OnnxGraph graph);

    final int labels() {
        return labels;
    }

    final AdaptiveDistancePooling adaptive() {
        return adaptive;
    }

    /** Adds the description of the adaptive pooling, if there is one. */
    final void describeAdaptive(List<LayerInfo> layers, int features, int steps) {
        if (adaptive.shortens()) {
            String kind = "adaptive distance-based pooling by " + adaptive.stride();
            layers.add(new LayerInfo("adaptive", kind, adaptive.segments(steps) + " x " + features, 0));
        }
    }
}
