package org.earshot.detector.alert;

import java.time.Instant;

/**
 * What must be known of an alert that was sent, so that a restart neither repeats it nor breaks its cool-down.
 *
 * @param rule name of the rule that fired
 * @param eventId the event that made it fire
 * @param sourceId source of that event
 * @param label label of that event
 * @param onset when the sound began, UTC
 */
public record SentAlert(String rule, String eventId, String sourceId, String label, Instant onset) {
    public static SentAlert of(Alert alert) {
        return new SentAlert(
                alert.rule().name(),
                alert.event().getEventId(),
                alert.event().getSourceId(),
                alert.event().getLabel(),
                alert.event().getOnset());
    }
}
