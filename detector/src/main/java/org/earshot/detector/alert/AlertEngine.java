package org.earshot.detector.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;

/**
 * Applies the rules to event records, one after another. It looks at the events' own times only and never at a clock,
 * so the same records give the same alerts whenever they are read. After a restart its memory is rebuilt: {@link
 * #remember} takes the alerts that were sent, {@link #observe} the event records that were already dealt with, each over
 * the last {@link #memory()}.
 *
 * <p>For one thread.
 */
public final class AlertEngine {
    /** Events that are remembered per rule; an event has a few records only, close together. */
    private static final int REMEMBERED_EVENTS = 10_000;

    private final List<RuleState> rules;

    public AlertEngine(List<AlertRule> rules) {
        this.rules = rules.stream().map(RuleState::new).toList();
    }

    /** The alerts that this record sets off, in the order of the rules; empty for most. */
    public List<Alert> on(SoundEvent event) {
        List<Alert> alerts = new ArrayList<>();
        for (RuleState rule : rules) {
            if (rule.hears(event)) {
                rule.fire(event, alerts);
            }
        }
        return alerts;
    }

    /** Takes note of a record that was dealt with before, without setting off an alert. */
    public void observe(SoundEvent event) {
        rules.forEach(rule -> rule.hears(event));
    }

    /** Takes note of an alert that was sent before; alerts of rules that are no more are left out. */
    public void remember(SentAlert sent) {
        rules.stream().filter(r -> r.rule.name().equals(sent.rule())).forEach(r -> r.remember(sent));
    }

    /** How far back records can bear on the next decision. */
    public Duration memory() {
        return rules.stream().map(r -> r.rule.memory()).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private record SourceAndLabel(String sourceId, String label) {}

    private static final class RuleState {
        private final AlertRule rule;
        private final Map<String, Boolean> dealtWith = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > REMEMBERED_EVENTS;
            }
        };
        private final Map<SourceAndLabel, Instant> lastFired = new HashMap<>();
        private final Map<String, LinkedHashMap<String, Instant>> heardByLabel = new HashMap<>();

        RuleState(AlertRule rule) {
            this.rule = rule;
        }

        /** True if the record is the first of its event that fulfils the rule's own conditions. */
        boolean hears(SoundEvent event) {
            if (!concerns(event) || dealtWith.containsKey(event.getEventId())) {
                return false;
            }
            dealtWith.put(event.getEventId(), true);
            if (rule.escalation().needsSeveral()) {
                noteSource(event);
            }
            return true;
        }

        void fire(SoundEvent event, List<Alert> alerts) {
            List<String> heardBy = rule.escalation().needsSeveral()
                    ? List.copyOf(heardByLabel.get(event.getLabel()).keySet())
                    : List.of(event.getSourceId());
            if (heardBy.size() < rule.escalation().sources()) {
                return;
            }
            SourceAndLabel quietFor = quietFor(event.getSourceId(), event.getLabel());
            Instant last = lastFired.get(quietFor);
            if (last != null && distance(last, event.getOnset()).compareTo(rule.coolDown()) < 0) {
                return;
            }
            lastFired.put(quietFor, event.getOnset());
            alerts.add(new Alert(rule, event, heardBy));
        }

        void remember(SentAlert sent) {
            dealtWith.put(sent.eventId(), true);
            lastFired.merge(quietFor(sent.sourceId(), sent.label()), sent.onset(), (a, b) -> a.isAfter(b) ? a : b);
        }

        private SourceAndLabel quietFor(String sourceId, String label) {
            // A scene that several microphones hear is one alert, not one a microphone.
            return new SourceAndLabel(rule.escalation().needsSeveral() ? "" : sourceId, label);
        }

        private boolean concerns(SoundEvent event) {
            return event.getPhase() != EventPhase.UNKNOWN
                    && rule.listensTo(event.getLabel(), event.getSourceId())
                    && event.getScore() >= rule.minScore()
                    && Duration.between(event.getOnset(), event.getOffset()).compareTo(rule.minDuration()) >= 0
                    && rule.schedule().covers(event.getOnset());
        }

        private void noteSource(SoundEvent event) {
            LinkedHashMap<String, Instant> heard =
                    heardByLabel.computeIfAbsent(event.getLabel(), label -> new LinkedHashMap<>());
            heard.remove(event.getSourceId());
            heard.put(event.getSourceId(), event.getOnset());
            heard.values()
                    .removeIf(onset -> distance(onset, event.getOnset())
                                    .compareTo(rule.escalation().within())
                            > 0);
        }

        private static Duration distance(Instant a, Instant b) {
            return Duration.between(a, b).abs();
        }
    }
}
