package org.earshot.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.SampleEvents;
import org.junit.jupiter.api.Test;

class EventHistoryTest {
    private final EventHistory history = new EventHistory();

    @Test
    void shouldCountAnEventOnceWhateverItsPhases() {
        history.add(event("1", EventPhase.STARTED, Instant.now()));
        history.add(event("1", EventPhase.ENDED, Instant.now()));

        assertThat(history.heat(Instant.now()))
                .singleElement()
                .satisfies(cell -> assertThat(cell.get("count").asInt()).isEqualTo(1));
    }

    @Test
    void shouldHoldNoMoreHoursThanItShowsWhateverTheSendersClocksSay() {
        for (int n = 0; n < 5_000; n++) {
            history.add(event("p" + n, EventPhase.STARTED, Instant.now().minus(Duration.ofHours(30 + n))));
            history.add(event("f" + n, EventPhase.STARTED, Instant.now().plus(Duration.ofHours(2 + n))));
        }

        assertThat(history.heat(Instant.EPOCH)).isEmpty();
        assertThat(history.newest()).hasSize(1_000);
    }

    private static SoundEvent event(String id, EventPhase phase, Instant onset) {
        return SampleEvents.ended(id, onset).setPhase(phase).build();
    }
}
