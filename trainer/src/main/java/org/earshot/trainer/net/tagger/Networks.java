package org.earshot.trainer.net.tagger;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.net.block.WeightStore;
import org.earshot.trainer.net.pooling.Poolings;

/** The networks by name. */
public final class Networks {
    public static final String DDC = "ddc";
    public static final String VGG = "vgg";
    private static final List<String> NAMES =
            List.of(DDC, VGG, AttentionTagger.NAME, TalNetTagger.NAME, TalNetTagger.SMALL);

    private Networks() {}

    /** All names. */
    public static List<String> names() {
        return NAMES;
    }

    /** True if the network has a mask for each label, with a separate row of weights. */
    public static boolean hasMasks(String network) {
        return network.equals(DDC) || network.equals(VGG);
    }

    /**
     * Builds a network with fresh weights.
     *
     * @param labels number of labels K
     * @param mels number of mel bands F
     * @param seed of the random initial weights
     * @param manager manager to which the network belongs
     */
    public static TaggingNetwork create(NetworkSettings settings, int labels, int mels, long seed, NDManager manager) {
        WeightStore weights = new WeightStore(manager, seed);
        return switch (settings.network()) {
            case DDC, VGG -> new MaskTagger(settings, new Poolings(), labels, mels, weights);
            case AttentionTagger.NAME -> new AttentionTagger(settings, labels, mels, weights);
            case TalNetTagger.NAME -> TalNetTagger.large(settings, labels, mels, weights);
            case TalNetTagger.SMALL -> TalNetTagger.small(settings, labels, mels, weights);
            default ->
                throw new ConfigurationException("network " + settings.network() + ": unknown; there are " + NAMES);
        };
    }
}
