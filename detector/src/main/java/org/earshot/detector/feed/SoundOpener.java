package org.earshot.detector.feed;

import org.earshot.detector.audio.AudioException;
import org.earshot.detector.audio.SampleSource;

/** Opens a sound anew for each attempt. */
@FunctionalInterface
interface SoundOpener {

    /** @throws AudioException if it cannot be opened now */
    SampleSource open();
}
