package org.earshot.edges.feed;

import org.earshot.core.audio.SampleSource;

/** A sound of one channel at 8 kHz that holds nothing open. */
public abstract class MonoSource implements SampleSource {
    @Override
    public int rateHz() {
        return 8_000;
    }

    @Override
    public int channels() {
        return 1;
    }

    @Override
    public void close() {}
}
