package org.earshot.detector.stream;

import java.util.concurrent.CompletableFuture;
import org.earshot.detector.evidence.Stored;
import org.earshot.schema.SoundEvent;

/**
 * An event that has ended and is told once its evidence is decided: first its sound is waited for, then its store. For the
 * task's thread.
 */
final class PendingEvidence {
    final SoundEvent event;
    /** The event, in samples at the model's rate: of its pipeline while it waits for sound, of its clip afterwards. */
    final long onset;

    final long offset;
    /** The clip; null while sound is waited for. */
    final float[] clip;

    /** What became of it; null while sound is waited for. */
    CompletableFuture<Stored> kept;

    long sinceMs;

    PendingEvidence(SoundEvent event, long onset, long offset, float[] clip) {
        this.event = event;
        this.onset = onset;
        this.offset = offset;
        this.clip = clip;
    }
}
