package org.earshot.streams.evidence;

/** How much of an event's sound is kept. */
public enum EvidenceMode {
    /** Nothing. */
    NONE,
    /** The sound without speech. */
    MASKED,
    /** The sound as it is. */
    FULL
}
