package org.earshot.core.live;

import org.earshot.core.capture.CaptureMeters;

/** Counts what a {@link LiveDetector} does. Shared by all detectors of a process: safe for use by several threads. */
public interface LiveMeters extends CaptureMeters {
    /** Counts nothing. */
    LiveMeters NONE = new LiveMeters() {};

    /** What became of a chunk that was accepted. */
    enum Outcome {
        ACCEPTED,
        TRIMMED,
        REPEATED
    }

    default void chunk(Outcome outcome) {}

    @Override
    default void repeated() {
        chunk(Outcome.REPEATED);
    }

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
