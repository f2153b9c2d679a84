package org.earshot.edges.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertRule;
import org.earshot.edges.alert.rule.AlertSubject;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;

/** Event records for tests. */
public final class Events {
    public static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private Events() {}

    public static SoundEvent event(String source, String label, Instant onset) {
        return SoundEvent.newBuilder()
                .setEventId(UUID.nameUUIDFromBytes((source + label + onset).getBytes())
                        .toString())
                .setPhase(EventPhase.STARTED)
                .setSourceId(source)
                .setEpochId("e1")
                .setLabel(label)
                .setOnset(onset)
                .setOffset(onset.plus(Duration.ofMillis(400)))
                .setOnsetSample(0)
                .setOffsetSample(6_400)
                .setScore(0.8f)
                .setMeanScore(0.6f)
                .setTag(0.7f)
                .setGate(0.1f)
                .setHigh(0.2f)
                .setLow(0.1f)
                .setLevelDbfs(-20f)
                .setModelName("tiny")
                .setModelVersion("1")
                .setModelSha256("00")
                .setEmittedAt(onset.plusSeconds(1))
                .build();
    }

    /** An alert of that event, which arrived at noon. */
    public static Alert alert(AlertRule rule, SoundEvent event, List<String> sources) {
        return new Alert(rule, new AlertSubject.Heard(event), sources, NOON);
    }

    /** A status that the detector wrote at that time. */
    public static SourceStatus status(String source, SourceState state, Instant at) {
        return SourceStatus.newBuilder()
                .setSourceId(source)
                .setEpochId("e1")
                .setState(state)
                .setLastChunkAt(at)
                .setSampleRateHz(16_000)
                .setLevelDbfs(-40)
                .setClippedShare(0)
                .setSilentShare(0)
                .setClockSkewMs(0)
                .setUpdatedAt(at)
                .build();
    }

    public static SoundEvent ended(SoundEvent started, Duration length) {
        SoundEvent ended = event(started.getSourceId(), started.getLabel(), started.getOnset());
        ended.setPhase(EventPhase.ENDED);
        ended.setOffset(started.getOnset().plus(length));
        return ended;
    }
}
