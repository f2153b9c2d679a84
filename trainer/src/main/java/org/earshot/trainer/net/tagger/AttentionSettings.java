package org.earshot.trainer.net.tagger;

import org.earshot.core.model.ConfigurationException;

/**
 * Size of the Attention baseline.
 *
 * @param channels channels of the eight gated blocks
 * @param features channels of the last convolution
 * @param units of each recurrent layer, per direction
 */
public record AttentionSettings(int channels, int features, int units) {
    public AttentionSettings {
        if (channels < 1 || features < 1 || units < 1) {
            throw new ConfigurationException("attention: channels, features and units must be at least 1");
        }
    }
}
