package org.earshot.streams.topology;

import java.util.concurrent.CompletableFuture;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.evidence.Stored;

/**
 * An event that has ended and is written once its evidence is decided. For the task's thread.
 */
final class PendingEvidence {
    final SoundEvent event;
    /** The event in samples of its clip. */
    final long onset;

    final long offset;
    /** Mono, at the model's rate; empty if the sound is gone. */
    final float[] clip;

    /** What became of it. */
    CompletableFuture<Stored> kept;

    long sinceMs;

    PendingEvidence(SoundEvent event, long onset, long offset, float[] clip) {
        this.event = event;
        this.onset = onset;
        this.offset = offset;
        this.clip = clip;
    }
}
