package org.earshot.streams.topology;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.flac.FlacBytes;
import org.earshot.core.audio.flac.FlacWriter;
import org.earshot.core.log.RateLimitedLog;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.SingleObjectSerde;
import org.slf4j.LoggerFactory;

/**
 * Events that wait for their evidence, in the task's store: a head with the event and its position, and the clip in
 * pieces of FLAC, of a second at most, that fit into a record of the changelog. For the task's thread.
 */
public final class EvidenceTable {
    private static final byte FORMAT = 1;
    private static final String HEAD = "";

    private final RateLimitedLog log =
            new RateLimitedLog(LoggerFactory.getLogger(EvidenceTable.class), java.time.Duration.ofSeconds(10));
    private final SingleObjectSerde<SoundEvent> events = SingleObjectSerde.soundEvent();
    private final KeyValueStore<Bytes, byte[]> store;
    private final int rateHz;

    /** @param rateHz of the clips */
    public EvidenceTable(KeyValueStore<Bytes, byte[]> store, int rateHz) {
        this.store = store;
        this.rateHz = rateHz;
    }

    /** @param clip mono, at the model's rate; empty if the sound is gone */
    PendingEvidence put(SoundEvent ended, long onset, long offset, float[] clip) {
        String id = ended.getEventId();
        var pending = new PendingEvidence(ended, onset, offset, (clip.length + rateHz - 1) / rateHz);
        for (int n = 0; n < pending.pieces; n++) {
            float[] piece = Arrays.copyOfRange(clip, n * rateHz, Math.min(clip.length, (n + 1) * rateHz));
            store.put(StateKeys.evidence(id, Integer.toString(n)), FlacWriter.encode(rateHz, piece));
        }
        byte[] event = events.encode(ended);
        store.put(
                StateKeys.evidence(id, HEAD),
                ByteBuffer.allocate(1 + 2 * Long.BYTES + Integer.BYTES + event.length)
                        .put(FORMAT)
                        .putLong(onset)
                        .putLong(offset)
                        .putInt(pending.pieces)
                        .put(event)
                        .array());
        return pending;
    }

    /** Samples of a clip, at most. */
    long samples(PendingEvidence pending) {
        return (long) pending.pieces * rateHz;
    }

    void delete(PendingEvidence pending) {
        String id = pending.event.getEventId();
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> stored =
                store.range(StateKeys.evidence(id, HEAD), StateKeys.evidence(id, "\u007f"))) {
            stored.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(store::delete);
    }

    /** All that the store holds, in the order in which the events ended. */
    List<PendingEvidence> all() {
        List<PendingEvidence> all = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> stored =
                store.range(StateKeys.firstEvidence(), StateKeys.lastEvidence())) {
            while (stored.hasNext()) {
                var entry = stored.next();
                byte[] key = entry.key.get();
                if (key[key.length - 1] == 0) {
                    read(entry.value, all);
                }
            }
        }
        all.sort(Comparator.comparing(pending -> pending.event.getOffset()));
        return all;
    }

    private void read(byte[] head, List<PendingEvidence> all) {
        try {
            ByteBuffer from = ByteBuffer.wrap(head);
            byte format = from.get();
            if (format != FORMAT) {
                throw new SerializationException("it has format " + format + ", this program reads " + FORMAT);
            }
            long onset = from.getLong();
            long offset = from.getLong();
            int pieces = from.getInt();
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            all.add(new PendingEvidence(events.decode(bytes), onset, offset, pieces));
        } catch (BufferUnderflowException | SerializationException e) {
            log.warn("torn", "an event that waited for its evidence cannot be read and is lost: " + e.getMessage());
        }
    }

    /** A clip that cannot be read, or is of another model's rate, is empty: its event is emitted without. */
    float[] clip(PendingEvidence pending) {
        float[] clip = new float[0];
        for (int n = 0; n < pending.pieces; n++) {
            byte[] stored = store.get(StateKeys.evidence(pending.event.getEventId(), Integer.toString(n)));
            if (stored == null) {
                return new float[0];
            }
            try {
                FlacBytes.Decoded decoded = FlacBytes.decode(ByteBuffer.wrap(stored));
                if (decoded.rateHz() != rateHz) {
                    return new float[0];
                }
                float[] piece = decoded.mono();
                int before = clip.length;
                clip = Arrays.copyOf(clip, before + piece.length);
                System.arraycopy(piece, 0, clip, before, piece.length);
            } catch (AudioException e) {
                return new float[0];
            }
        }
        return clip;
    }
}
