package org.earshot.core.capture;

/**
 * Where a chunk belongs relative to what its source sent before. For a source whose gaps of up to 2 s are bridged:
 *
 * <pre>
 * epoch a,    0 - 1 s    NEW_CAPTURE
 *             1 - 2 s    NEXT
 *             3 - 4 s    AFTER_HOLE      2 to 3 s are bridged
 *             1 - 2 s    REPEATED
 *             2 - 3 s    LATE            its place was bridged
 *             9 - 10 s   NEW_STRETCH     what was open ends at 4 s
 * epoch b,    0 - 1 s    NEW_CAPTURE
 * </pre>
 */
public enum Placement {
    /** Begins where the last one ended, or overlaps it and goes on. */
    NEXT,
    /** Begins after a hole that is short enough to be bridged. */
    AFTER_HOLE,
    /** Begins after a longer hole, or after the source was flushed: a new stretch of the same capture. */
    NEW_STRETCH,
    /** Belongs to another capture than the last one. */
    NEW_CAPTURE,
    /** Was taken already. */
    REPEATED,
    /** Its place was passed: as a hole, with an earlier capture, or with the end of the stream. */
    LATE;

    /** True if the chunk has samples, or an end, that the source waits for. */
    public boolean isTaken() {
        return this != REPEATED && this != LATE;
    }

    /** True if what is open of the source ends before the chunk. */
    public boolean beginsAnew() {
        return this == NEW_STRETCH || this == NEW_CAPTURE;
    }
}
