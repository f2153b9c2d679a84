package org.earshot.trainer.net.tagger;

import java.util.List;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.net.block.DdcSettings;
import org.earshot.trainer.net.pooling.AdaptiveDistancePooling;
import org.earshot.trainer.net.pooling.PoolingSettings;
import org.earshot.trainer.net.pooling.Poolings;

/**
 * Shape and initial values of a network.
 *
 * @param network ddc, vgg or one of the baselines, see {@link Networks}
 * @param pooling name of the pooling, see {@link Poolings}; the baselines have their own
 * @param channels output channels of the blocks
 * @param headBias initial bias of the head: the log odds of the prior of sparse labels
 * @param ddc of the DDC blocks
 * @param poolings of the poolings
 * @param attention of the Attention baseline
 * @param talnet of the TALNet baseline
 * @param adaptive pooling that shortens the sequence before the recurrent layer of a baseline
 */
public record NetworkSettings(
        String network,
        String pooling,
        List<Integer> channels,
        float headBias,
        DdcSettings ddc,
        PoolingSettings poolings,
        AttentionSettings attention,
        TalNetSettings talnet,
        AdaptiveDistancePooling adaptive) {
    public NetworkSettings {
        if (channels.isEmpty() || channels.stream().anyMatch(c -> c < 1 || c > 4096)) {
            throw new ConfigurationException("network.channels: needs numbers in 1..4096, is " + channels);
        }
        if (Networks.hasMasks(network) && adaptive.shortens()) {
            throw new ConfigurationException("adaptive.stride: " + network
                    + " keeps every frame of its masks; only attention and the talnets can be shortened");
        }
        channels = List.copyOf(channels);
    }

    /** True if the same weights, where their sizes are the same, give the same output in a network of either settings. */
    public boolean computesAs(NetworkSettings other) {
        return network.equals(other.network)
                && pooling.equals(other.pooling)
                && channels.equals(other.channels)
                && ddc.equals(other.ddc)
                && adaptive.equals(other.adaptive)
                && poolings.shaping(pooling).equals(other.poolings.shaping(pooling));
    }
}
