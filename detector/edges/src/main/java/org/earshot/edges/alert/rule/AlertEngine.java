package org.earshot.edges.alert.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;

/**
 * Applies the rules to event records, one after another. Times are those at which the records were written to the topic: the
 * sender's clock, from which the events' own times come, may be wrong, jump or lie. It looks at no clock itself, so the same
 * records give the same alerts whenever they are read. After a restart its memory is rebuilt: {@link #remember} takes the alerts
 * that were sent, {@link #observe} the event records that were already dealt with, each over the last {@link #memory()}.
 *
 * <p>An alert that was sent before is given again if its event comes again and was not observed: some of its sinks may lack it.
 *
 * <p>What it remembers has a bound, however many sources there are. For one thread.
 */
public final class AlertEngine {
    /** Most sources that a rule can wait for. */
    public static final int MAX_SOURCES = 1_000;

    /** Events that are remembered per rule; an event has a few records only, close together. */
    private static final int REMEMBERED_EVENTS = 10_000;

    /** Sources and labels per rule whose cool-down is remembered; beyond that the one that fired longest ago is forgotten. */
    private static final int REMEMBERED_COOL_DOWNS = 100_000;

    /** Sources per label of a rule that escalates; beyond that the one that was heard longest ago is forgotten. */
    private static final int REMEMBERED_SOURCES = MAX_SOURCES;

    /** An event that claims to be longer began at most so long ago. */
    private static final Duration LONGEST_EVENT = Duration.ofDays(1);

    private final List<RuleState> rules;

    /** @param rules of which those over events are applied */
    public AlertEngine(List<AlertRule> rules) {
        this.rules = rules.stream()
                .filter(rule -> rule.condition().isEmpty())
                .map(RuleState::new)
                .toList();
    }

    /**
     * The alerts that this record sets off, in the order of the rules; empty for most.
     *
     * @param arrived when the record was written to the topic
     */
    public List<Alert> on(SoundEvent event, Instant arrived) {
        List<Alert> alerts = new ArrayList<>();
        for (RuleState rule : rules) {
            if (rule.hears(event, arrived)) {
                rule.fire(event, arrived, alerts);
            }
        }
        return alerts;
    }

    /** Takes note of a record that was dealt with before, without setting off an alert. */
    public void observe(SoundEvent event, Instant arrived) {
        rules.forEach(rule -> rule.hears(event, arrived));
    }

    /** Takes note of an alert that was sent before; alerts of rules that are no more are left out. */
    public void remember(SentAlert sent) {
        rules.stream().filter(r -> r.rule.name().equals(sent.rule())).forEach(r -> r.remember(sent));
    }

    /** How far back records can bear on the next decision. */
    public Duration memory() {
        return rules.stream().map(r -> r.rule.memory()).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** When the sound began, by the clock that wrote the record: samples say how long it is, and they do not lie. */
    private static Instant began(SoundEvent event, Instant arrived) {
        Duration length = Duration.between(event.getOnset(), event.getOffset());
        if (length.isNegative()) {
            return arrived;
        }
        return arrived.minus(length.compareTo(LONGEST_EVENT) > 0 ? LONGEST_EVENT : length);
    }

    private record SourceAndLabel(String sourceId, String label) {}

    private static final class RuleState {
        private final AlertRule rule;
        private final BoundedMap<String, Boolean> dealtWith = new BoundedMap<>(REMEMBERED_EVENTS);
        private final BoundedMap<String, Boolean> sentBefore = new BoundedMap<>(REMEMBERED_EVENTS);
        private final BoundedMap<SourceAndLabel, Instant> lastFired = new BoundedMap<>(REMEMBERED_COOL_DOWNS);
        private final Map<String, Hearers> heardByLabel = new HashMap<>();

        RuleState(AlertRule rule) {
            this.rule = rule;
        }

        /** True if the record is the first of its event that fulfils the rule's own conditions. */
        boolean hears(SoundEvent event, Instant arrived) {
            if (!concerns(event, arrived) || dealtWith.containsKey(event.getEventId())) {
                return false;
            }
            dealtWith.put(event.getEventId(), true);
            if (rule.escalation().needsSeveral()) {
                heardByLabel
                        .computeIfAbsent(
                                event.getLabel(),
                                label -> new Hearers(
                                        REMEMBERED_SOURCES, rule.escalation().within()))
                        .note(event.getSourceId(), began(event, arrived).toEpochMilli());
            }
            return true;
        }

        void fire(SoundEvent event, Instant arrived, List<Alert> alerts) {
            boolean again = sentBefore.containsKey(event.getEventId());
            SourceAndLabel quietFor = quietFor(event.getSourceId(), event.getLabel());
            if (!again && isQuiet(quietFor, arrived)) {
                return;
            }
            List<String> heardBy = rule.escalation().needsSeveral()
                    ? heardByLabel
                            .get(event.getLabel())
                            .together(began(event, arrived).toEpochMilli())
                    : List.of(event.getSourceId());
            if (!again && heardBy.size() < rule.escalation().sources()) {
                return;
            }
            if (!again) {
                lastFired.putLast(quietFor, arrived);
            }
            alerts.add(new Alert(rule, new AlertSubject.Heard(event), heardBy, arrived));
        }

        private boolean isQuiet(SourceAndLabel who, Instant arrived) {
            Instant last = lastFired.get(who);
            return last != null && Duration.between(last, arrived).abs().compareTo(rule.coolDown()) < 0;
        }

        void remember(SentAlert sent) {
            sentBefore.putLast(sent.subjectId(), true);
            SourceAndLabel quietFor = quietFor(sent.sourceId(), sent.label());
            Instant last = lastFired.get(quietFor);
            if (last == null || sent.arrived().isAfter(last)) {
                lastFired.putLast(quietFor, sent.arrived());
            }
        }

        private SourceAndLabel quietFor(String sourceId, String label) {
            // A scene that several microphones hear is one alert, not one a microphone.
            return new SourceAndLabel(rule.escalation().needsSeveral() ? "" : sourceId, label);
        }

        private boolean concerns(SoundEvent event, Instant arrived) {
            return (rule.moment() == AlertRule.Moment.ENDED
                            ? event.getPhase() == EventPhase.ENDED
                            : event.getPhase() != EventPhase.UNKNOWN)
                    && rule.listensTo(event.getLabel(), event.getSourceId())
                    && event.getScore() >= rule.minScore()
                    && Duration.between(event.getOnset(), event.getOffset()).compareTo(rule.minDuration()) >= 0
                    && rule.schedule().covers(began(event, arrived));
        }
    }
}
