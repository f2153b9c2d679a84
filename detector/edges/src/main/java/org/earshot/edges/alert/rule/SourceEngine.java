package org.earshot.edges.alert.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;

/**
 * Applies the rules over sources to status records, one after another. A state that has to last is timed by the moments at which its
 * records were written; {@link #due} tells it of the time that passes without a record. It looks at no clock itself.
 *
 * <pre>
 * rule         silent for 10m
 * record       12:00 SILENT   12:00:10 SILENT   ...   12:25 HEALTHY
 * on: started                            12:10 alert
 * on: ended                                           12:25 alert
 * </pre>
 *
 * <p>After a restart its memory is rebuilt: {@link #remember} and {@link #rememberDone} take the alerts that were sent, then {@link
 * #observe} the records that were dealt with, over the last {@link #memory()}, then {@link #rebuilt} is called. An alert of a state
 * that still lasts is then given again, with the id that it had, unless all of its sinks are done with it.
 *
 * <p>What it remembers has a bound, however many sources there are. For one thread.
 */
public final class SourceEngine {
    /** Sources per rule that are in its state; beyond that the one that has been so the longest is forgotten. */
    public static final int REMEMBERED_SOURCES = 20_000;

    /** Sources that send write a status far more often than this. */
    private static final Duration LONGER_THAN_BETWEEN_RECORDS = Duration.ofHours(1);

    /** A source that sends nothing is written of once, and may be so for long. */
    private static final Duration LONGEST_STALE = Duration.ofDays(30);

    /** A state that began so soon after the first alert that is remembered may have had an earlier one: clocks differ. */
    private static final Duration CLOCKS_APART = Duration.ofDays(1);

    private final List<RuleState> rules;

    /** @param rules of which those over sources are applied */
    public SourceEngine(List<AlertRule> rules) {
        this.rules = rules.stream()
                .filter(rule -> rule.condition().isPresent())
                .map(RuleState::new)
                .toList();
    }

    /** Whether there is a rule over sources. */
    public boolean isNeeded() {
        return !rules.isEmpty();
    }

    /**
     * The alerts that this record sets off, in the order of the rules.
     *
     * @param arrived when the record was written to the topic
     */
    public List<Alert> on(SourceStatus status, Instant arrived) {
        List<Alert> alerts = new ArrayList<>();
        rules.forEach(rule -> rule.on(status, arrived, alerts));
        return alerts;
    }

    /** The alerts of states that have lasted long enough by now though no record came. */
    public List<Alert> due(Instant now) {
        List<Alert> alerts = new ArrayList<>();
        for (RuleState rule : rules) {
            rule.open.values().forEach(episode -> rule.tell(episode, now, alerts));
        }
        return alerts;
    }

    /** Takes note of a record that was dealt with before, without setting off an alert. */
    public void observe(SourceStatus status, Instant arrived) {
        rules.forEach(rule -> rule.follow(status, arrived));
    }

    /** Takes note of an alert that was sent before; alerts of rules that are no more are left out. */
    public void remember(SentAlert sent) {
        rules.stream().filter(r -> r.rule.name().equals(sent.rule())).forEach(r -> r.remember(sent));
    }

    /** The same of an alert with which all of its sinks were done long ago: it is not given again. */
    public void rememberDone(SentAlert sent) {
        rules.stream().filter(r -> r.rule.name().equals(sent.rule())).forEach(r -> r.rememberDone(sent));
    }

    /**
     * Takes note of a record, dealt with before, that the detector has forgotten the source. An alert that was due by then was sent, or
     * the source was gone before anybody asked.
     */
    public void observeForgotten(String sourceId, Instant written) {
        for (RuleState rule : rules) {
            Episode episode = rule.open.get(sourceId);
            if (episode != null) {
                rule.takeAsToldIfDueBy(written, episode);
            }
        }
    }

    /**
     * All that was before is remembered and observed. Drops the states that nothing but an alert spoke of, where a source that were
     * still in them would have said so again.
     *
     * @param since when the alerts begin that were remembered
     */
    public void rebuilt(Instant since) {
        for (RuleState rule : rules) {
            if (rule.isStale()) {
                Instant earliest = since.plus(CLOCKS_APART);
                rule.open.values().stream()
                        .filter(episode -> !episode.sentBefore)
                        .forEach(episode -> rule.takeAsToldIfDueBy(earliest, episode));
            } else {
                rule.open.values().removeIf(episode -> !episode.isSeen());
            }
        }
    }

    /** Whether that source is in the state of some rule. */
    public boolean isOpen(String sourceId) {
        return rules.stream().anyMatch(rule -> rule.open.containsKey(sourceId));
    }

    /** How far back records can bear on the next decision. */
    public Duration memory() {
        return rules.stream().map(RuleState::memory).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** How far back those can that are repeated while a state lasts. */
    public Duration memoryOfRepeated() {
        return rules.stream()
                .map(RuleState::memoryOfRepeated)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** A source that is in the state of a rule. */
    private static final class Episode {
        private final Instant since;
        private final boolean sentBefore;
        /** Null while nothing but the note of an alert speaks of it. */
        private SourceStatus last;

        private boolean told;

        Episode(Instant since, boolean sentBefore) {
            this.since = since;
            this.sentBefore = sentBefore;
        }

        boolean isSeen() {
            return last != null;
        }
    }

    private static final class RuleState {
        private final AlertRule rule;
        private final SourceCondition condition;
        private final BoundedMap<String, Episode> open = new BoundedMap<>(REMEMBERED_SOURCES);
        private final BoundedMap<String, Instant> lastFired = new BoundedMap<>(REMEMBERED_SOURCES);

        RuleState(AlertRule rule) {
            this.rule = rule;
            this.condition = rule.condition().orElseThrow();
        }

        boolean isStale() {
            return condition.state() == SourceState.STALE;
        }

        Duration memoryOfRepeated() {
            return condition.lasting().plus(rule.coolDown()).plus(LONGER_THAN_BETWEEN_RECORDS);
        }

        Duration memory() {
            Duration memory = memoryOfRepeated();
            return isStale() && memory.compareTo(LONGEST_STALE) < 0 ? LONGEST_STALE : memory;
        }

        void on(SourceStatus status, Instant arrived, List<Alert> alerts) {
            Episode before = open.get(status.getSourceId());
            Episode after = follow(status, arrived);
            if (before != null && after == null) {
                // Records may be read long after they were written: it had lasted before it passed.
                tell(before, arrived, alerts);
                tellEnd(before, arrived, alerts);
            } else if (after != null) {
                tell(after, arrived, alerts);
            }
        }

        /** The episode that the source is in after that record; null for none. */
        Episode follow(SourceStatus status, Instant arrived) {
            Episode episode = open.get(status.getSourceId());
            if (status.getState() == condition.state()) {
                if ((episode == null || isFollowedBy(episode, arrived)) && rule.concerns(status.getSourceId())) {
                    episode = new Episode(arrived, false);
                    open.putLast(status.getSourceId(), episode);
                }
                if (episode != null) {
                    episode.last = status;
                }
                return episode;
            }
            if (episode != null && arrived.isAfter(episode.since)) {
                open.remove(status.getSourceId());
                return null;
            }
            return episode;
        }

        void takeAsToldIfDueBy(Instant time, Episode episode) {
            if (!episode.since.plus(condition.lasting()).isAfter(time)) {
                episode.told = true;
            }
        }

        /** The topic is compacted: of a source that came back in between, it may hold only that it is stale again. */
        private boolean isFollowedBy(Episode episode, Instant arrived) {
            return isStale() && !episode.isSeen() && arrived.isAfter(episode.since);
        }

        void tell(Episode episode, Instant now, List<Alert> alerts) {
            Instant lasted = episode.since.plus(condition.lasting());
            boolean due = episode.isSeen() && !episode.told && !now.isBefore(lasted);
            if (due && rule.moment() == AlertRule.Moment.STARTED) {
                episode.told = true;
                fire(episode, lasted, false, alerts);
            }
        }

        private void tellEnd(Episode episode, Instant ended, List<Alert> alerts) {
            if (rule.moment() == AlertRule.Moment.ENDED && !ended.isBefore(episode.since.plus(condition.lasting()))) {
                fire(episode, ended, true, alerts);
            }
        }

        private void fire(Episode episode, Instant when, boolean over, List<Alert> alerts) {
            String source = episode.last.getSourceId();
            Instant last = lastFired.get(source);
            boolean quiet = last != null && Duration.between(last, when).abs().compareTo(rule.coolDown()) < 0;
            if (!episode.sentBefore && (quiet || !rule.schedule().covers(when))) {
                return;
            }
            lastFired.putLast(source, when);
            var subject = new AlertSubject.Trouble(episode.last, episode.since, over);
            alerts.add(new Alert(rule, subject, List.of(source), when));
        }

        void remember(SentAlert sent) {
            Instant last = lastFired.get(sent.sourceId());
            if (last == null || sent.arrived().isAfter(last)) {
                lastFired.putLast(sent.sourceId(), sent.arrived());
            }
            Instant since = sent.arrived().minus(condition.lasting());
            Episode known = open.get(sent.sourceId());
            if (rule.moment() == AlertRule.Moment.STARTED && (known == null || since.isAfter(known.since))) {
                open.putLast(sent.sourceId(), new Episode(since, true));
            }
        }

        void rememberDone(SentAlert sent) {
            remember(sent);
            Episode episode = open.get(sent.sourceId());
            if (episode != null) {
                takeAsToldIfDueBy(sent.arrived(), episode);
            }
        }
    }
}
