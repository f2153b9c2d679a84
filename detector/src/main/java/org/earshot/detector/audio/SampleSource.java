package org.earshot.detector.audio;

import java.io.Closeable;

/** A sound that is read from its beginning to its end, mixed to mono. For one thread. */
public interface SampleSource extends Closeable {

    /** Samples per second and channel. */
    int rateHz();

    /** Channels of the original; what is read is their mean. */
    int channels();

    /**
     * Reads the next samples.
     *
     * @param mono where they go, full scale 1
     * @param offset index of the first
     * @param length how many at most
     * @return how many were read, at least 1 if length is, or -1 at the end
     * @throws AudioException if the sound is malformed, cut off or cannot be read
     */
    int read(float[] mono, int offset, int length);

    @Override
    void close();
}
