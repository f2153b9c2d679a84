package org.earshot.detector.stream;

import org.earshot.schema.AudioChunk;

/**
 * A chunk whose fields were checked, with its sound as mono samples.
 *
 * @param chunk the record as read
 * @param mono samples at the source's rate; only the first {@code samples} count; valid until the next chunk is read
 * @param samples samples per channel
 */
public record AudioRecord(AudioChunk chunk, float[] mono, int samples) {
    public String sourceId() {
        return chunk.getSourceId();
    }

    public String epochId() {
        return chunk.getEpochId();
    }

    public int rateHz() {
        return chunk.getSampleRateHz();
    }

    public long firstSample() {
        return chunk.getFirstSample();
    }

    /** Index of the sample after the last. */
    public long endSample() {
        return firstSample() + samples;
    }

    /** UTC time of the first sample by the sender's clock, microseconds since 1970. */
    long capturedMicros() {
        return Math.addExact(
                Math.multiplyExact(chunk.getCapturedAt().getEpochSecond(), 1_000_000L),
                chunk.getCapturedAt().getNano() / 1_000L);
    }

    boolean endsStream() {
        return chunk.getEndOfStream();
    }
}
