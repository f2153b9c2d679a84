package org.earshot.streams.replay;

/**
 * Sound of one capture that was scored away from the stream, as far as its events are sure to be known.
 *
 * @param captureId the capture as events name it
 * @param rateHz samples per second
 * @param fromSample index in the capture of the first sample
 * @param toSample index after the last
 * @param samples how many of them were heard: less than the span is long if some did not come or were refused
 */
public record HeardSpan(String sourceId, String captureId, int rateHz, long fromSample, long toSample, long samples) {
    /** Length of what was heard. */
    public double seconds() {
        return samples / (double) rateHz;
    }

    /** True if the span holds the samples [from, to) of its capture. */
    public boolean holds(long from, long to) {
        return from >= fromSample && to <= toSample;
    }
}
