package org.earshot.streams.evidence;

import java.time.Duration;
import java.util.List;
import org.earshot.core.model.ConfigurationException;

/**
 * What is kept of an event, and for how long the store may take. Immutable.
 *
 * @param mode whether the sound is kept as it is or without speech
 * @param preRoll sound before an event
 * @param postRoll sound after it; the ENDED record of the event waits for it
 * @param longest of a longer event only its last part is kept
 * @param patience a store that has not taken an event's files by then is not waited for
 * @param speech indices of the labels that are speech; none is needed but for {@link EvidenceMode#MASKED}
 */
public record EvidenceSettings(
        EvidenceMode mode,
        Duration preRoll,
        Duration postRoll,
        Duration longest,
        Duration patience,
        List<Integer> speech) {
    public EvidenceSettings {
        if (mode == EvidenceMode.MASKED && speech.isEmpty()) {
            throw new ConfigurationException("evidence without speech needs a label that is speech");
        }
        speech = List.copyOf(speech);
    }

    /** A duration in samples, rounded up. */
    public static long samples(Duration duration, int rateHz) {
        return (duration.toMillis() * rateHz + 999) / 1000;
    }
}
