package org.earshot.streams.replay;

/**
 * Sound of one epoch that was scored away from the stream, as far as its events are sure to be known.
 *
 * @param rateHz samples per second
 * @param fromSample index in the epoch of the first sample
 * @param toSample index after the last
 */
public record HeardSpan(String sourceId, String epochId, int rateHz, long fromSample, long toSample) {
    /** True if the span holds the samples [from, to) of its epoch. */
    public boolean holds(long from, long to) {
        return from >= fromSample && to <= toSample;
    }
}
