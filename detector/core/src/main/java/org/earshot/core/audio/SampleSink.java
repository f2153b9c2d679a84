package org.earshot.core.audio;

/** Takes samples in order as they come out of a {@link Resampler}. */
@FunctionalInterface
public interface SampleSink {

    /** @param samples the array is used again, so copy what must stay */
    void samples(float[] samples, int offset, int length);
}
