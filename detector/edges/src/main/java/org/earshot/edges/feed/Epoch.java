package org.earshot.edges.feed;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.earshot.schema.AudioChunk;

/** Numbers the chunks of one unbroken capture of a source. For one thread. */
final class Epoch {
    private final String sourceId;
    private final String epochId;
    private final int rateHz;
    private final SampleEncoder encoder;
    private long sequence;
    private long samples;

    Epoch(String sourceId, String epochId, int rateHz, WireEncoding wire) {
        this.sourceId = sourceId;
        this.epochId = epochId;
        this.rateHz = rateHz;
        this.encoder = new SampleEncoder(wire);
    }

    /** A name that no other epoch has. */
    static String newId() {
        return UUID.randomUUID().toString();
    }

    /** Samples so far. */
    long samples() {
        return samples;
    }

    /** The next chunk. @param capturedMicros time of its first sample, microseconds since 1970 UTC */
    AudioChunk chunk(float[] mono, int length, long capturedMicros) {
        return next(mono, length, capturedMicros, false);
    }

    /** The chunk without samples that marks the end. */
    AudioChunk end(long capturedMicros) {
        return next(new float[0], 0, capturedMicros, true);
    }

    private AudioChunk next(float[] mono, int length, long capturedMicros, boolean end) {
        SampleEncoder.Encoded encoded = encoder.encode(mono, length, rateHz);
        AudioChunk chunk = AudioChunk.newBuilder()
                .setSourceId(sourceId)
                .setEpochId(epochId)
                .setSequence(sequence)
                .setFirstSample(samples)
                .setCapturedAt(Instant.EPOCH.plus(capturedMicros, ChronoUnit.MICROS))
                .setSampleRateHz(rateHz)
                .setChannels(1)
                .setEncoding(encoded.encoding())
                .setSamples(encoded.bytes())
                .setEndOfStream(end)
                .build();
        sequence++;
        samples += length;
        return chunk;
    }
}
