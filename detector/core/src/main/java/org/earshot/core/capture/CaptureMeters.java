package org.earshot.core.capture;

/** Counts what a {@link CaptureLog} decides. Safe for use by several threads where several logs share one. */
public interface CaptureMeters {
    /** Counts nothing. */
    CaptureMeters NONE = new CaptureMeters() {};

    /** Sound between two chunks never came. */
    default void gap() {}

    /** A sender restarted its sample count under the same epoch id. */
    default void restart() {}

    /** A chunk brought nothing that had not come before. */
    default void repeated() {}
}
