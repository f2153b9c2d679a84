package org.earshot.core.live;

import java.time.Duration;
import java.util.function.Function;
import org.earshot.core.capture.SourceLimits;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.DetectorSettings.SoundKept;
import org.earshot.core.level.LevelSettings;

/**
 * What a {@link LiveDetector} needs to know beside the network. Immutable if the function is.
 *
 * @param detector how events are made of scores, by source id
 * @param tags true if the tags of every clip are handed out
 * @param batches how blocks are gathered
 * @param limits when a gap is bridged, and when a source is restarted, flushed or held back
 * @param statusInterval longest time between two statuses of a source that sends
 * @param levels whether and how the sound level of each minute is measured
 */
public record LiveSettings(
        Function<String, DetectorSettings> detector,
        boolean tags,
        Batches batches,
        SourceLimits limits,
        Duration statusInterval,
        LevelSettings levels) {

    /** Settings without sound levels. */
    public LiveSettings(
            Function<String, DetectorSettings> detector,
            boolean tags,
            Batches batches,
            SourceLimits limits,
            Duration statusInterval) {
        this(detector, tags, batches, limits, statusInterval, LevelSettings.NONE);
    }

    /** The same with sound levels. */
    public LiveSettings measuring(LevelSettings levels) {
        return new LiveSettings(detector, tags, batches, limits, statusInterval, levels);
    }

    /** The same, with so much sound of each source kept for its events. */
    public LiveSettings keepingSound(SoundKept kept) {
        return new LiveSettings(
                source -> detector.apply(source).withSoundKept(kept), tags, batches, limits, statusInterval, levels);
    }
}
