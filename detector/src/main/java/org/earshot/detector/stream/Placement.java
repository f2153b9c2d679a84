package org.earshot.detector.stream;

/** Where a chunk stands relative to what was already heard of its source. */
enum Placement {
    /** Begins where the last one ended, or overlaps it and goes on. */
    NEXT,
    /** Begins after a hole that is short enough to be filled. */
    AFTER_SHORT_GAP,
    /** Begins after a longer hole, or after the source was flushed: a new stretch of the same epoch. */
    AFTER_LONG_GAP,
    /** Belongs to another epoch than the last one. */
    NEW_EPOCH,
    /** Was heard already. */
    REPEATED,
    /** Its place was passed: as a gap, with an earlier epoch, or with the end of the stream. */
    LATE
}
