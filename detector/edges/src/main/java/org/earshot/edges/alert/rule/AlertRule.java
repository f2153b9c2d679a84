package org.earshot.edges.alert.rule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which events, or which condition of sources, somebody wants to hear of, how often, and by which sinks.
 *
 * <p>Immutable.
 *
 * @param name names the rule in alerts and logs
 * @param severity free word for the receiver, e.g. {@code warning} or {@code critical}
 * @param moment of an event or a condition at which the rule fires
 * @param condition of a source that the rule is about; empty for a rule over events
 * @param labels labels that the rule listens for; empty means all
 * @param sources patterns of source ids; empty means all
 * @param minScore peak activity from which an event counts, 0..1
 * @param minDuration length from which an event counts; while an event goes on, the rule waits until it is that long
 * @param schedule hours in which the rule is awake, held against the time the sound began
 * @param coolDown silence after an alert, per source and label, by the arrival of the records
 * @param escalation how many sources must hear the same label; {@link Escalation#NONE} for one
 * @param sinks names of the sinks that deliver
 */
public record AlertRule(
        String name,
        String severity,
        Moment moment,
        Optional<SourceCondition> condition,
        Set<String> labels,
        List<SourcePattern> sources,
        double minScore,
        Duration minDuration,
        Schedule schedule,
        Duration coolDown,
        Escalation escalation,
        List<String> sinks) {

    /** When a rule fires. */
    public enum Moment {
        /** As soon as the rule's conditions hold. */
        STARTED,
        /** When the event has ended, or the source's condition has passed. */
        ENDED
    }

    /**
     * The condition that several sources hear a label at about the same time.
     *
     * @param sources how many different sources, at least 1
     * @param within longest time between the first and the last of them
     */
    public record Escalation(int sources, Duration within) {
        public static final Escalation NONE = new Escalation(1, Duration.ZERO);

        public boolean needsSeveral() {
            return sources > 1;
        }
    }

    public AlertRule {
        labels = Set.copyOf(labels);
        sources = List.copyOf(sources);
        sinks = List.copyOf(sinks);
    }

    /** Time before an event's onset that can bear on what the rule says about it. */
    public Duration memory() {
        return coolDown.compareTo(escalation.within()) > 0 ? coolDown : escalation.within();
    }

    public boolean listensTo(String label, String sourceId) {
        return (labels.isEmpty() || labels.contains(label)) && concerns(sourceId);
    }

    public boolean concerns(String sourceId) {
        return sources.isEmpty() || sources.stream().anyMatch(p -> p.matches(sourceId));
    }
}
