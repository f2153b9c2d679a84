package org.earshot.trainer.net.tagger;

import java.util.List;
import org.earshot.core.model.ConfigurationException;

/**
 * Size of the TALNet baseline.
 *
 * @param channels of the five pairs of convolutions
 * @param units of the recurrent layer, per direction
 */
public record TalNetSettings(List<Integer> channels, int units) {
    /** Pairs of convolutions, each followed by a max pooling. */
    static final int PAIRS = 5;

    public TalNetSettings {
        if (channels.size() != PAIRS || channels.stream().anyMatch(c -> c < 1) || units < 1) {
            throw new ConfigurationException("talnet: needs five numbers of channels and units, all at least 1");
        }
        channels = List.copyOf(channels);
    }
}
