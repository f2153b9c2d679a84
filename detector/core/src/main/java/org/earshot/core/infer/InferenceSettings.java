package org.earshot.core.infer;

import org.earshot.core.model.ConfigurationException;

/**
 * How a network is run.
 *
 * @param intraOpThreads cores that one call may use. With 1 a call runs on its caller's thread, which suits several
 *     callers at once
 * @param maxBatch largest batch given to the device at once; larger ones are cut, so that its memory stays bounded
 */
public record InferenceSettings(int intraOpThreads, int maxBatch) {
    private static final int DEFAULT_BATCH = 16;

    public InferenceSettings {
        if (intraOpThreads < 1 || intraOpThreads > 1024) {
            throw new ConfigurationException("inference threads: must lie in 1..1024, are " + intraOpThreads);
        }
        if (maxBatch < 1 || maxBatch > 4096) {
            throw new ConfigurationException("inference batch: must lie in 1..4096, is " + maxBatch);
        }
    }

    /** One core a call. */
    public static InferenceSettings singleThreaded() {
        return new InferenceSettings(1, DEFAULT_BATCH);
    }

    /** Every core of the machine for one call at a time. */
    public static InferenceSettings allCores() {
        return new InferenceSettings(Runtime.getRuntime().availableProcessors(), DEFAULT_BATCH);
    }
}
