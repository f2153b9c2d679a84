package org.earshot.edges.bridge;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.streams.framing.ChunkLimits;

/**
 * Turns the messages of one device into chunks that follow on each other. A device counts no samples, so its sound is
 * taken as unbroken until it is silent for too long or changes its format; then a new epoch begins.
 *
 * <p>For one thread.
 */
final class DeviceStream {
    private final String sourceId;
    private final Duration longestGap;
    private String epochId;
    private Format format;
    private Instant expected;
    private long sequence;
    private long nextSample;

    /** What must not change within an epoch; of the last message nothing else is kept, since it may be long. */
    private record Format(int rateHz, int channels, AudioEncoding encoding) {
        static Format of(DeviceMessage message) {
            return new Format(message.rateHz(), message.channels(), message.encoding());
        }
    }

    DeviceStream(String sourceId, Duration longestGap) {
        this.sourceId = sourceId;
        this.longestGap = longestGap;
    }

    /** @param arrived when the message came; its last sample is taken to be that old */
    List<AudioChunk> accept(DeviceMessage message, Instant arrived) {
        int samples = message.samples().length / message.frameBytes();
        Instant captured = arrived.minus(length(samples, message.rateHz()));
        if (breaksOff(message, captured)) {
            epochId = UUID.randomUUID().toString();
            sequence = 0;
            nextSample = 0;
        }
        format = Format.of(message);
        expected = arrived;
        List<AudioChunk> chunks = new ArrayList<>();
        int mostSamples = Math.min(message.rateHz(), ChunkLimits.MAX_SAMPLE_BYTES / message.frameBytes());
        for (int at = 0; at < samples; at += mostSamples) {
            int count = Math.min(mostSamples, samples - at);
            chunks.add(AudioChunk.newBuilder()
                    .setSourceId(sourceId)
                    .setEpochId(epochId)
                    .setSequence(sequence++)
                    .setFirstSample(nextSample)
                    .setCapturedAt(captured.plus(length(at, message.rateHz())))
                    .setSampleRateHz(message.rateHz())
                    .setChannels(message.channels())
                    .setEncoding(message.encoding())
                    .setSamples(
                            ByteBuffer.wrap(message.samples(), at * message.frameBytes(), count * message.frameBytes())
                                    .slice())
                    .build());
            nextSample += count;
        }
        return chunks;
    }

    private boolean breaksOff(DeviceMessage message, Instant captured) {
        return !Format.of(message).equals(format)
                || Duration.between(expected, captured).compareTo(longestGap) > 0;
    }

    private static Duration length(long samples, int rateHz) {
        return Duration.ofNanos(samples * 1_000_000_000L / rateHz);
    }
}
