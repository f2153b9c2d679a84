package org.earshot.detector.feed;

import org.earshot.detector.audio.AudioException;

/** Opens a sound anew for each attempt. */
@FunctionalInterface
interface SoundOpener {

    /**
     * @throws AudioException if it cannot be opened now
     * @throws UnusableSourceException if it cannot be opened until somebody mends it
     */
    OpenSound open();
}
