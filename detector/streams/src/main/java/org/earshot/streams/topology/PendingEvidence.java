package org.earshot.streams.topology;

import java.util.concurrent.CompletableFuture;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.evidence.Stored;

/**
 * An event that has ended and is written once its evidence is decided. Its clip lies in the task's store. For the task's thread.
 */
final class PendingEvidence {
    final SoundEvent event;
    /** The event in samples of its clip. */
    final long onset;

    final long offset;
    /** In how many pieces of a second at most the clip is stored; 0 if the sound is gone. */
    final int pieces;

    /** What became of it; null while it waits for its turn. */
    CompletableFuture<Stored> kept;

    long sinceMs;

    PendingEvidence(SoundEvent event, long onset, long offset, int pieces) {
        this.event = event;
        this.onset = onset;
        this.offset = offset;
        this.pieces = pieces;
    }
}
