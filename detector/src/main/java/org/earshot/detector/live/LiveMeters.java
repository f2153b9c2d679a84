package org.earshot.detector.live;

/** Counts what a {@link LiveDetector} does. Shared by all detectors of a process: safe for use by several threads. */
public interface LiveMeters {
    /** Counts nothing. */
    LiveMeters NONE = new LiveMeters() {};

    /** What became of a chunk that was accepted. */
    enum Outcome {
        ACCEPTED,
        TRIMMED,
        REPEATED
    }

    default void chunk(Outcome outcome) {}

    default void gap() {}

    /** A sender began its count anew under the same epoch id. */
    default void restart() {}

    default void resampled(int fromHz) {}

    /** @param millis time of arrival minus the sender's time of a chunk's last sample */
    default void skew(long millis) {}

    /** Time that one chunk took from samples to frames. */
    default void frontEnd(long nanos) {}

    /** One call of the network. */
    default void scored(int blocks, long nanos) {}

    /** Blocks that wait became more or fewer. */
    default void waiting(int change) {}

    /** A source left one state for another; either may be UNKNOWN for none. */
    default void moved(SourceHealth from, SourceHealth to) {}
}
