package org.earshot.edges.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertRule;
import org.earshot.edges.alert.rule.AlertSubject;
import org.earshot.edges.alert.rule.SourceCondition;
import org.earshot.edges.alert.sink.DeliveryException;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceStatus;

/** Sends one alert of each rule to each of its sinks, marked as a test, to see whether they arrive. Needs no Kafka. */
public final class AlertTrial {
    private static final String SOURCE = "earshot-test";
    private static final Duration LENGTH = Duration.ofSeconds(1);

    private AlertTrial() {}

    /**
     * What became of one test alert.
     *
     * @param rule name of the rule
     * @param sink name of the sink
     * @param failure what the sink said; empty if it has the alert
     */
    public record Outcome(String rule, String sink, Optional<String> failure) {
        public boolean isDelivered() {
            return failure.isEmpty();
        }
    }

    /**
     * Sends all, each once, in the order of the file.
     *
     * @param now the time of the events that are made up
     */
    public static List<Outcome> run(AlertConfig config, Instant now) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (AlertRule rule : config.rules()) {
            for (String sink : rule.sinks()) {
                Optional<String> failure = Optional.empty();
                try {
                    config.sinks().get(sink).send(alert(rule, now.truncatedTo(ChronoUnit.MILLIS)));
                } catch (DeliveryException e) {
                    failure = Optional.of(e.getMessage());
                }
                outcomes.add(new Outcome(rule.name(), sink, failure));
            }
        }
        return outcomes;
    }

    private static Alert alert(AlertRule rule, Instant now) {
        AlertSubject subject = rule.condition()
                .<AlertSubject>map(condition -> trouble(rule, condition, now))
                .orElseGet(() -> new AlertSubject.Heard(event(rule, now)));
        return Alert.test(rule, subject, List.of(SOURCE), now);
    }

    private static AlertSubject trouble(AlertRule rule, SourceCondition condition, Instant now) {
        Instant since = now.minus(condition.lasting());
        SourceStatus status = SourceStatus.newBuilder()
                .setSourceId(SOURCE)
                .setEpochId(SOURCE)
                .setState(condition.state())
                .setLastChunkAt(since)
                .setSampleRateHz(16_000)
                .setLevelDbfs(0)
                .setClippedShare(0)
                .setSilentShare(0)
                .setClockSkewMs(0)
                .setUpdatedAt(now)
                .build();
        return new AlertSubject.Trouble(status, since, rule.moment() == AlertRule.Moment.ENDED);
    }

    private static SoundEvent event(AlertRule rule, Instant now) {
        return SoundEvent.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setPhase(rule.moment() == AlertRule.Moment.ENDED ? EventPhase.ENDED : EventPhase.STARTED)
                .setSourceId(SOURCE)
                .setEpochId(SOURCE)
                .setLabel(rule.labels().stream().sorted().findFirst().orElse("test"))
                .setOnset(now.minus(LENGTH))
                .setOffset(now)
                .setOnsetSample(0)
                .setOffsetSample(16_000)
                .setScore(1)
                .setMeanScore(1)
                .setTag(1)
                .setGate(0)
                .setHigh(0)
                .setLow(0)
                .setLevelDbfs(0)
                .setModelName(SOURCE)
                .setModelVersion("0")
                .setModelSha256("0".repeat(64))
                .setEmittedAt(now)
                .build();
    }
}
