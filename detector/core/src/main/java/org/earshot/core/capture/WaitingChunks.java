package org.earshot.core.capture;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.earshot.core.capture.HeldChunks.Held;
import org.earshot.core.detect.state.StateStore;

/**
 * The chunks of a source that came before one that is missing, and for how long they wait. At most {@value HeldChunks#MAX_CHUNKS}
 * chunks of {@value HeldChunks#MAX_SECONDS} s. Belongs to its session; for one thread.
 */
public final class WaitingChunks {
    private final CaptureLog captures;
    private final BooleanSupplier open;
    private final SourceLimits limits;
    private final HeldChunks held;

    /**
     * @param open whether a stretch is open that more sound may come to
     * @param run identifies this detector, whose idle time counts, among those that wrote the same store
     */
    public WaitingChunks(CaptureLog captures, BooleanSupplier open, SourceLimits limits, long run) {
        this.captures = captures;
        this.open = open;
        this.limits = limits;
        this.held = new HeldChunks(run);
    }

    public int size() {
        return held.size();
    }

    /** Memory of their samples. */
    public long bytes() {
        return held.bytes();
    }

    /** True if all samples of the chunk are in one that waits. */
    public boolean has(Chunk chunk) {
        return held.holds(chunk);
    }

    /** Index after the last sample that waits; 0 if none does. */
    public long endSample() {
        return held.endSample();
    }

    /** True if the chunk should wait a while for one before it. */
    public boolean mustWait(Chunk chunk, Placement placement) {
        return (placement == Placement.AFTER_HOLE || placement == Placement.NEW_STRETCH)
                && !limits.reorder().isZero()
                && open.getAsBoolean()
                && captures.hole(chunk) <= (long) HeldChunks.MAX_SECONDS * chunk.rateHz();
    }

    public boolean hasRoomFor(Chunk chunk) {
        return held.hasRoomFor(chunk);
    }

    public void add(Chunk chunk, long arrivedMs, long idleMs) {
        held.add(chunk, arrivedMs, idleMs);
    }

    /** The one that begins first, or null. */
    public Held first() {
        return held.first();
    }

    /** The chunk whose wait is over, because the missing one came or did not come in time; null if there is none. */
    public Held due(long arrivedMs, long idleMs) {
        Held first = held.first();
        if (first == null) {
            return null;
        }
        boolean fits = captures.hole(first.chunk()) <= captures.jitter();
        return fits || !open.getAsBoolean() || held.isDue(limits.reorder().toMillis(), arrivedMs, idleMs)
                ? first
                : null;
    }

    /** True if a chunk that waits must be taken before that one can be. */
    public boolean comesBefore(Held one, Chunk chunk, Placement placement) {
        return one != null
                && (placement == Placement.NEW_CAPTURE
                        || placement == Placement.NEXT && chunk.endOfStream()
                        || (placement == Placement.AFTER_HOLE || placement == Placement.NEW_STRETCH)
                                && one.chunk().firstSample() < chunk.firstSample());
    }

    public void release(Held one) {
        held.remove(one.chunk().firstSample());
    }

    public void save(StateStore store) {
        held.save(store);
    }

    /** The parts of the source were deleted from the store, those of the chunks too. */
    public void partsDeleted() {
        held.partsDeleted();
    }

    public void write(DataOutput to) throws IOException {
        held.write(to);
    }

    public void read(DataInput from, String sourceId, StateStore store) throws IOException {
        held.read(from, sourceId, store);
    }
}
