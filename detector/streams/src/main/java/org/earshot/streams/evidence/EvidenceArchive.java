package org.earshot.streams.evidence;

import java.util.concurrent.CompletableFuture;

/** Takes the sound of events from the topology, and reports whether it was stored. Safe for use by several threads. */
public interface EvidenceArchive {
    /** What is kept, and how long the topology waits for it. */
    EvidenceSettings settings();

    /**
     * Keeps the evidence of an event, without waiting. The same event may be kept again: its files are replaced.
     *
     * @return where it is, once all its files are there; fails if one of them cannot be written; cancelled work is not begun
     */
    CompletableFuture<Stored> keep(EvidenceClip clip);
}
