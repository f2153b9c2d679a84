package org.earshot.streams.evidence;

import java.util.concurrent.CompletableFuture;

/** Takes the sound of events from the topology, and reports whether it was stored. Safe for use by several threads. */
public interface EvidenceArchive {
    /** What is kept, and how long the topology waits for it. */
    EvidenceSettings settings();

    /** Room for the clips that it has in work: whoever calls {@link #keep} takes it before, and gives it back once that is over. */
    ClipMemory memory();

    /**
     * Keeps the evidence of an event, without waiting. The same event may be kept again: its files are replaced.
     *
     * @return where it is, once all its files are there; fails if one of them cannot be written; cancelled work is not begun
     */
    CompletableFuture<Stored> keep(EvidenceClip clip);
}
