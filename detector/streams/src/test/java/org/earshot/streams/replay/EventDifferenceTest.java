package org.earshot.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.SampleEvents;
import org.junit.jupiter.api.Test;

class EventDifferenceTest {
    private static final List<HeardSpan> SPAN = List.of(new HeardSpan("yard", "e", 16_000, 1_000, 9_000, 8_000));

    @Test
    void shouldTellWhatWasKeptMovedIsNewAndIsGone() {
        List<EventChange> changes = EventDifference.of(
                List.of(event("dog", 1_000, 2_000), event("dog", 3_000, 4_000), event("horn", 5_000, 6_000)),
                List.of(event("dog", 1_000, 2_000), event("dog", 3_100, 4_000), event("bell", 5_000, 6_000)),
                SPAN);

        assertThat(changes)
                .extracting(EventChange::kind, c -> c.either().getLabel())
                .containsExactlyInAnyOrder(
                        tuple(EventChange.Kind.KEPT, "dog"),
                        tuple(EventChange.Kind.MOVED, "dog"),
                        tuple(EventChange.Kind.GONE, "horn"),
                        tuple(EventChange.Kind.NEW, "bell"));
    }

    @Test
    void shouldPairTheSameSampleBeforeTheLongerOverlapAndEachEventOnce() {
        List<EventChange> changes = EventDifference.of(
                List.of(event("dog", 2_000, 3_000)),
                List.of(event("dog", 1_500, 3_500), event("dog", 2_000, 3_000)),
                SPAN);

        assertThat(changes)
                .extracting(EventChange::kind)
                .containsExactlyInAnyOrder(EventChange.Kind.KEPT, EventChange.Kind.NEW);
    }

    @Test
    void shouldLeaveOutWhatOneSideCannotKnow() {
        List<EventChange> changes = EventDifference.of(
                List.of(event("dog", 900, 2_000), event("horn", 1_000, 9_001), event("dog", 4_000, 5_000)),
                List.of(event("dog", 950, 2_000), event("dog", 3_900, 9_100)),
                SPAN);

        assertThat(changes).extracting(EventChange::kind).containsExactly(EventChange.Kind.MOVED);
    }

    @Test
    void shouldCountARepeatedRecordOnceAndNoEventThatIsStillOpen() {
        SoundEvent open = event("dog", 6_000, 7_000);
        open.setPhase(EventPhase.STARTED);

        List<EventChange> changes = EventDifference.of(
                List.of(event("dog", 2_000, 3_000), event("dog", 2_000, 3_000), open), List.of(), SPAN);

        assertThat(changes).extracting(EventChange::kind).containsExactly(EventChange.Kind.GONE);
    }

    private static SoundEvent event(String label, long onset, long offset) {
        Instant start = Instant.parse("2026-03-01T10:00:00Z");
        return SampleEvents.ended(label + onset, start.plusMillis(onset / 16))
                .setSourceId("yard")
                .setLabel(label)
                .setOffset(start.plusMillis(offset / 16))
                .setOnsetSample(onset)
                .setOffsetSample(offset)
                .build();
    }
}
