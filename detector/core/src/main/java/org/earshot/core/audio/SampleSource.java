package org.earshot.core.audio;

import java.io.Closeable;
import java.util.List;

/**
 * A sound that is read from its beginning to its end, mixed to mono. What is malformed is read as far as it can be: the
 * fault is thrown once, in place of the end, after the last sample. So no reader who reads to the end can miss it, and
 * no one who catches it there has lost a sample. For one thread.
 */
public interface SampleSource extends Closeable {

    /** Samples per second and channel. */
    int rateHz();

    /** Channels of the original; what is read is their mean, or the loudest one where they cancel each other out. */
    int channels();

    /**
     * Reads the next samples.
     *
     * @param mono where they go, full scale 1
     * @param offset index of the first
     * @param length how many at most
     * @return how many were read, at least 1 if length is, or -1 at the end
     * @throws AudioException in place of the end if anything was wrong with the sound; reading on gives -1. At any other
     *     place if it cannot be read further
     */
    int read(float[] mono, int offset, int length);

    /**
     * Remarks on a sound of which nothing is missing, one sentence each, without the sound's name. Complete
     * once the end has been read.
     */
    default List<String> notes() {
        return List.of();
    }

    @Override
    void close();
}
