package org.earshot.streams.framing;

import java.time.Instant;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;

/** Event records for tests: each field has a plausible value, a test sets those that it is about. */
public final class SampleEvents {
    private static final int RATE_HZ = 16_000;

    private SampleEvents() {}

    /** A bark of one second at a door that has ended; its record was written when it ended. */
    public static SoundEvent.Builder ended(String id, Instant onset) {
        return SoundEvent.newBuilder()
                .setEventId(id)
                .setPhase(EventPhase.ENDED)
                .setSourceId("door")
                .setEpochId("e")
                .setLabel("Bark")
                .setOnset(onset)
                .setOffset(onset.plusSeconds(1))
                .setOnsetSample(0)
                .setOffsetSample(RATE_HZ)
                .setScore(0.5f)
                .setMeanScore(0.4f)
                .setTag(0.6f)
                .setGate(0.1f)
                .setHigh(0.2f)
                .setLow(0.1f)
                .setLevelDbfs(-20)
                .setModelName("m")
                .setModelVersion("1")
                .setModelSha256("0")
                .setEmittedAt(onset.plusSeconds(1));
    }
}
