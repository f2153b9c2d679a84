package org.earshot.edges.alert.rule;

import java.time.Instant;
import java.util.List;
import org.earshot.schema.SoundEvent;

/**
 * One thing to tell somebody: the rule that fired, the event that made it fire, and who heard it.
 *
 * <p>Immutable, except that it holds the event record as it came.
 *
 * @param rule the rule that fired
 * @param event the event record at the moment the rule was fulfilled
 * @param sources the sources that heard it, the event's own last; several only for rules that escalate
 * @param arrived when that record was written to the topic, by the clock of the detector or the broker
 */
public record Alert(AlertRule rule, SoundEvent event, List<String> sources, Instant arrived) {
    public Alert {
        sources = List.copyOf(sources);
    }

    /** The same for every delivery of the same alert, so that a receiver can drop repeats. */
    public String id() {
        return idOf(event.getEventId(), rule.name());
    }

    public static String idOf(String eventId, String rule) {
        return eventId + "/" + rule;
    }
}
