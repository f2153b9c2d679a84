package org.earshot.streams.topology;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;

/** Cuts a sound into the chunks that a source would send. */
public final class Microphone {
    public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final String sourceId;
    private final String epochId;
    private final Sound sound;

    public Microphone(String sourceId, String epochId, Sound sound) {
        this.sourceId = sourceId;
        this.epochId = epochId;
        this.sound = sound;
    }

    /** The whole sound in chunks of so many samples, the last marked as the end of the stream. */
    public List<AudioChunk> chunks(int samples) {
        List<AudioChunk> chunks = new ArrayList<>();
        for (int from = 0; from < sound.length(); from += samples) {
            chunks.add(chunk(from, Math.min(sound.length(), from + samples)));
        }
        chunks.get(chunks.size() - 1).setEndOfStream(true);
        return chunks;
    }

    /** The chunk of the samples [from, to). */
    public AudioChunk chunk(int from, int to) {
        return AudioChunk.newBuilder()
                .setSourceId(sourceId)
                .setEpochId(epochId)
                .setSequence(from)
                .setFirstSample(from)
                .setCapturedAt(START.plus(from * 1_000_000L / sound.rateHz(), ChronoUnit.MICROS))
                .setSampleRateHz(sound.rateHz())
                .setChannels(1)
                .setEncoding(AudioEncoding.PCM_S16LE)
                .setSamples(sound.bytes(from, to))
                .build();
    }

    /** A chunk that only marks the end. */
    public AudioChunk end() {
        AudioChunk end = chunk(sound.length(), sound.length());
        end.setSamples(ByteBuffer.allocate(0));
        end.setEndOfStream(true);
        return end;
    }
}
