package org.earshot.edges.feed;

import org.earshot.core.audio.AudioException;
import org.earshot.edges.feed.source.UnusableSourceException;

/** Opens a sound again for each attempt. */
@FunctionalInterface
interface SoundOpener {

    /**
     * @throws AudioException if it cannot be opened now
     * @throws UnusableSourceException if it cannot be opened until it is repaired
     */
    OpenSound open();

    /** Ends an opening that is under way, and each that is begun after; called from another thread. */
    default void cancel() {}
}
