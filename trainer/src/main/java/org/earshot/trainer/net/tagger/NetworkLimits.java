package org.earshot.trainer.net.tagger;

import org.earshot.core.model.ConfigurationException;

/** Requirements of the baselines. */
final class NetworkLimits {
    private NetworkLimits() {}

    static void requireMels(String network, int mels, int needed) {
        if (mels != needed) {
            throw new ConfigurationException(
                    "network " + network + ": needs " + needed + " mel bands, the front end has " + mels);
        }
    }
}
