package org.earshot.core;

import java.time.Duration;
import org.earshot.core.detect.Detection;

/**
 * One sound event of one sound, in time from the sound's start.
 *
 * <p>Immutable. All phases of an event share label and onset. A dog that barks from 1.2 s to 2.0 s gives {@code STARTED dog 1.2 s ..
 * 1.6 s} and, when it is over, {@code ENDED dog 1.2 s .. 2.0 s}.
 *
 * @param phase STARTED once, as soon as the event is sure, and ENDED once
 * @param label of the model
 * @param onset where the event begins
 * @param offset where it ends; in STARTED as far as it is known
 * @param score peak of the activity, 0..1
 * @param tag highest score of the clips that overlap the event, 0..1
 */
public record HeardEvent(Detection.Phase phase, String label, Duration onset, Duration offset, float score, float tag) {

    static HeardEvent of(Detection detection, String label, int rateHz) {
        return new HeardEvent(
                detection.phase(),
                label,
                time(detection.onsetSample(), rateHz),
                time(detection.offsetSample(), rateHz),
                detection.peakScore(),
                detection.tag());
    }

    private static Duration time(long sample, int rateHz) {
        return Duration.ofSeconds(sample / rateHz, sample % rateHz * 1_000_000_000L / rateHz);
    }
}
