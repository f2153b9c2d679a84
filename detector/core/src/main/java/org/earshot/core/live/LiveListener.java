package org.earshot.core.live;

import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.level.MinuteLevel;

/** Gets what a {@link LiveDetector} finds, on the thread that calls it. */
public interface LiveListener {
    void event(LiveEvent event);

    /** Tags of a clip; only if the settings ask for them. */
    default void tags(LiveTags tags) {}

    default void status(LiveStatus status) {}

    /** Sound level of a minute; only if the settings ask for it. */
    default void level(MinuteLevel level) {}

    /** Nothing is known of the source any more. */
    default void forgotten(String sourceId) {}

    /**
     * A chunk that had been accepted, to wait for one before it, could not be used after all.
     *
     * @param chunk its samples are valid during the call only
     */
    default void refused(Chunk chunk, RejectedChunkException refusal) {}
}
