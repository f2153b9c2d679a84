package org.earshot.detector.alert;

/**
 * Topics of the alert service.
 *
 * @param events event records, read
 * @param alerts log of the alerts that were sent, as JSON; written, and read again at start
 * @param deadLetters alerts that no attempt delivered, written with the event's key and bytes and reason headers
 */
public record AlertTopics(String events, String alerts, String deadLetters) {
    public static final AlertTopics DEFAULT =
            new AlertTopics("earshot.events", "earshot.alerts", "earshot.dead-letters");
}
