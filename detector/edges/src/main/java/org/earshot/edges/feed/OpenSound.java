package org.earshot.edges.feed;

import java.time.Duration;
import java.util.Optional;
import org.earshot.core.audio.SampleSource;

/**
 * A sound that was opened, and how it goes.
 *
 * @param source what is read
 * @param pace when its chunks leave
 * @param length of a recording that has an end of its own; empty for a sound of now
 */
record OpenSound(SampleSource source, Pace pace, Optional<Duration> length) {
    static OpenSound live(SampleSource source) {
        return new OpenSound(source, Pace.LIVE, Optional.empty());
    }

    /** Played as if it sounded now. */
    static OpenSound recording(SampleSource source, Optional<Duration> length) {
        return new OpenSound(source, Pace.REAL_TIME, length);
    }

    /** Whether that much was all of it; lengths are estimates in some formats. */
    boolean isWhole(Duration published) {
        return length.isPresent()
                && published.multipliedBy(10).compareTo(length.get().multipliedBy(9)) >= 0;
    }
}
