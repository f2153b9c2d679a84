package org.earshot.core.files;

import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.SampleSource;

/** Reads a sound piece by piece, and keeps what is wrong with it for when all has been read. For one thread. */
final class SourcePieces {
    private static final int SAMPLES = 1 << 14;

    private final SampleSource source;
    private final float[] samples = new float[SAMPLES];
    private AudioException fault;

    SourcePieces(SampleSource source) {
        this.source = source;
    }

    /** @return how many samples there are in {@link #samples()}, or -1 at the end or where it cannot be read on */
    int next() {
        if (fault != null) {
            return -1;
        }
        try {
            return source.read(samples, 0, samples.length);
        } catch (AudioException e) {
            fault = e;
            return -1;
        }
    }

    float[] samples() {
        return samples;
    }

    /** What is wrong with the sound, or null. */
    AudioException fault() {
        return fault;
    }
}
