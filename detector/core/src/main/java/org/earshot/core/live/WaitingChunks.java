package org.earshot.core.live;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.earshot.core.capture.CaptureLog;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.HeldChunks;
import org.earshot.core.capture.HeldChunks.Held;
import org.earshot.core.capture.Placement;
import org.earshot.core.capture.SourceLimits;
import org.earshot.core.detect.state.StateStore;

/**
 * The chunks of a source that came before one that is missing, and for how long they wait. At most {@value HeldChunks#MAX_CHUNKS}
 * chunks of {@value HeldChunks#MAX_SECONDS} s. Belongs to its {@link SourceSession}; for one thread.
 */
final class WaitingChunks {
    private final CaptureLog captures;
    private final Stretch stretch;
    private final SourceLimits limits;
    private final HeldChunks held = new HeldChunks();

    WaitingChunks(CaptureLog captures, Stretch stretch, SourceLimits limits) {
        this.captures = captures;
        this.stretch = stretch;
        this.limits = limits;
    }

    int size() {
        return held.size();
    }

    /** True if all samples of the chunk are in one that waits. */
    boolean has(Chunk chunk) {
        return held.holds(chunk);
    }

    /** Index after the last sample that waits; 0 if none does. */
    long endSample() {
        return held.endSample();
    }

    /** True if the chunk should wait a while for one before it. */
    boolean mustWait(Chunk chunk, Placement placement) {
        return (placement == Placement.AFTER_HOLE || placement == Placement.NEW_STRETCH)
                && !limits.reorder().isZero()
                && stretch.isOpen()
                && captures.hole(chunk) <= (long) HeldChunks.MAX_SECONDS * chunk.rateHz();
    }

    boolean hasRoomFor(Chunk chunk) {
        return held.hasRoomFor(chunk);
    }

    void add(Chunk chunk, long arrivedMs, long idleMs) {
        held.add(chunk, arrivedMs, idleMs);
    }

    /** The one that begins first, or null. */
    Held first() {
        return held.first();
    }

    /** The chunk whose wait is over, because the missing one came or did not come in time; null if there is none. */
    Held due(long arrivedMs, long idleMs) {
        Held first = held.first();
        if (first == null) {
            return null;
        }
        boolean fits = captures.hole(first.chunk()) <= captures.jitter();
        return fits || !stretch.isOpen() || held.isDue(limits.reorder().toMillis(), arrivedMs, idleMs) ? first : null;
    }

    /** True if a chunk that waits must be taken before that one can be. */
    boolean comesBefore(Held one, Chunk chunk, Placement placement) {
        return one != null
                && (placement == Placement.NEW_CAPTURE
                        || placement == Placement.NEXT && chunk.endOfStream()
                        || (placement == Placement.AFTER_HOLE || placement == Placement.NEW_STRETCH)
                                && one.chunk().firstSample() < chunk.firstSample());
    }

    void release(Held one) {
        held.remove(one.chunk().firstSample());
    }

    void save(StateStore store) {
        held.save(store);
    }

    /** The parts of the source were deleted from the store, those of the chunks too. */
    void partsDeleted() {
        held.partsDeleted();
    }

    void write(DataOutput to) throws IOException {
        held.write(to);
    }

    void read(DataInput from, String sourceId, StateStore store) throws IOException {
        held.read(from, sourceId, store);
    }
}
