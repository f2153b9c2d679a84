package org.earshot.edges.alert.rule;

import java.time.Instant;

/**
 * What must be known of an alert that a sink has got, or that was given up, so that a restart neither repeats it nor breaks its
 * cool-down.
 *
 * @param rule name of the rule that fired
 * @param subjectId what made it fire
 * @param sourceId source of that
 * @param label label of that
 * @param arrived when the record that made it fire was written
 * @param sink that is done with it; empty for all of its rule
 */
public record SentAlert(String rule, String subjectId, String sourceId, String label, Instant arrived, String sink) {
    public static SentAlert of(Alert alert, String sink) {
        return new SentAlert(
                alert.rule().name(),
                alert.subject().id(),
                alert.subject().sourceId(),
                alert.subject().label(),
                alert.arrived(),
                sink);
    }

    /** As {@link Alert#id()}. */
    public String alertId() {
        return Alert.idOf(subjectId, rule);
    }
}
