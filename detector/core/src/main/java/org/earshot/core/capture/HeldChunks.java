package org.earshot.core.capture;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.earshot.core.detect.state.StateException;
import org.earshot.core.detect.state.StateStore;

/**
 * Chunks of a source that came before one that is missing, by their first sample, for as long as that one may still come.
 *
 * <pre>
 * arrives   1   2   4   5   3          4 and 5 wait for 3
 * taken     1   2           3 4 5
 * </pre>
 *
 * <p>At most {@value #MAX_CHUNKS} chunks and {@value #MAX_SECONDS} s of sound; each is stored on its own. For one
 * thread.
 */
public final class HeldChunks {
    static final int MAX_CHUNKS = 64;
    public static final int MAX_SECONDS = 2;
    private static final String PART = "r";
    private static final int UNLIKE_ANY = -1;

    private final long run;
    private final TreeMap<Long, Held> held = new TreeMap<>();
    /** Those in the store, with their number of samples. */
    private final Map<Long, Integer> stored = new TreeMap<>();

    private long samples;

    /** @param run identifies this detector, whose idle time counts, among those that wrote the same store */
    public HeldChunks(long run) {
        this.run = run;
    }

    /**
     * A chunk that waits.
     *
     * @param chunk with samples of its own
     * @param arrivedMs when it arrived
     * @param sinceIdleMs when it began to wait, by the time for which the detector had nothing to read
     */
    public record Held(Chunk chunk, long arrivedMs, long sinceIdleMs) {}

    boolean isEmpty() {
        return held.isEmpty();
    }

    public int size() {
        return held.size();
    }

    /** Memory of their samples. */
    long bytes() {
        return samples * Float.BYTES;
    }

    /** True if all samples of the chunk are in one that waits. */
    public boolean holds(Chunk chunk) {
        Held same = held.get(chunk.firstSample());
        return same != null && same.chunk().endSample() >= chunk.endSample();
    }

    public boolean hasRoomFor(Chunk chunk) {
        return held.size() < MAX_CHUNKS && samples + chunk.samples() <= (long) MAX_SECONDS * chunk.rateHz();
    }

    public void add(Chunk chunk, long arrivedMs, long idleMs) {
        Chunk own = new Chunk(
                chunk.sourceId(),
                chunk.epochId(),
                chunk.rateHz(),
                chunk.firstSample(),
                chunk.capturedMicros(),
                Arrays.copyOf(chunk.mono(), chunk.samples()),
                chunk.samples(),
                chunk.endOfStream());
        Held shorter = held.put(own.firstSample(), new Held(own, arrivedMs, idleMs));
        samples += own.samples() - (shorter == null ? 0 : shorter.chunk().samples());
    }

    /** The one that begins first, or null. */
    public Held first() {
        return held.isEmpty() ? null : held.firstEntry().getValue();
    }

    /** Index after the last sample that waits; 0 if none does. */
    public long endSample() {
        return held.isEmpty() ? 0 : held.lastEntry().getValue().chunk().endSample();
    }

    /**
     * True if one has waited for that long: by the arrival of what was read since, or while there was nothing to read.
     * The clock of the machine says nothing where the detector is behind.
     */
    public boolean isDue(long windowMs, long arrivedMs, long idleMs) {
        for (Held one : held.values()) {
            if (idleMs >= one.sinceIdleMs() + windowMs || arrivedMs >= one.arrivedMs() + windowMs) {
                return true;
            }
        }
        return false;
    }

    public void remove(long firstSample) {
        Held gone = held.remove(firstSample);
        if (gone != null) {
            samples -= gone.chunk().samples();
            // Another capture may have a chunk of the same place and length.
            stored.computeIfPresent(firstSample, (place, length) -> UNLIKE_ANY);
        }
    }

    /** Brings a store up to date: writes those that came and deletes those that wait no more. */
    public void save(StateStore store) {
        for (Iterator<Long> all = stored.keySet().iterator(); all.hasNext(); ) {
            long firstSample = all.next();
            if (!held.containsKey(firstSample)) {
                store.delete(PART + firstSample);
                all.remove();
            }
        }
        for (Held one : held.values()) {
            Integer before = stored.put(one.chunk().firstSample(), one.chunk().samples());
            // A longer one may have taken the place of one that is stored.
            if (before == null || before != one.chunk().samples()) {
                store.put(PART + one.chunk().firstSample(), bytes(one.chunk(), one.arrivedMs()));
            }
        }
    }

    /** Nothing of them is in the store any more: {@link #save} writes all again. */
    public void partsDeleted() {
        stored.clear();
    }

    /** Writes which chunks wait and since when; {@link #save} writes them themselves. */
    public void write(DataOutput to) throws IOException {
        to.writeByte(held.size());
        if (!held.isEmpty()) {
            to.writeLong(run);
        }
        for (Map.Entry<Long, Held> one : held.entrySet()) {
            to.writeLong(one.getKey());
            to.writeLong(one.getValue().sinceIdleMs());
        }
    }

    public void read(DataInput from, String sourceId, StateStore store) throws IOException {
        int count = from.readByte();
        boolean ours = count > 0 && from.readLong() == run;
        for (int n = 0; n < count; n++) {
            byte[] bytes = store.get(PART + from.readLong());
            long storedIdleMs = from.readLong();
            // Of those that another detector left, the wait begins with this one: what is missing may be in the topic.
            long sinceIdleMs = ours ? storedIdleMs : 0;
            if (bytes == null) {
                throw new StateException("the stored state is torn: a chunk that waited is missing");
            }
            DataInput in = new DataInputStream(new ByteArrayInputStream(bytes));
            long arrivedMs = in.readLong();
            Chunk chunk = chunk(in, sourceId);
            held.put(chunk.firstSample(), new Held(chunk, arrivedMs, sinceIdleMs));
            stored.put(chunk.firstSample(), chunk.samples());
            samples += chunk.samples();
        }
    }

    private static byte[] bytes(Chunk chunk, long arrivedMs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + 4 * chunk.samples());
        DataOutputStream to = new DataOutputStream(bytes);
        try {
            to.writeLong(arrivedMs);
            to.writeUTF(chunk.epochId());
            to.writeInt(chunk.rateHz());
            to.writeLong(chunk.firstSample());
            to.writeLong(chunk.capturedMicros());
            to.writeBoolean(chunk.endOfStream());
            to.writeInt(chunk.samples());
            for (int n = 0; n < chunk.samples(); n++) {
                to.writeFloat(chunk.mono()[n]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Chunk chunk(DataInput from, String sourceId) throws IOException {
        String epochId = from.readUTF();
        int rateHz = from.readInt();
        long first = from.readLong();
        long captured = from.readLong();
        boolean end = from.readBoolean();
        float[] mono = new float[from.readInt()];
        for (int n = 0; n < mono.length; n++) {
            mono[n] = from.readFloat();
        }
        return new Chunk(sourceId, epochId, rateHz, first, captured, mono, mono.length, end);
    }
}
