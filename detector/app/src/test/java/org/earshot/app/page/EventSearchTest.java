package org.earshot.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.earshot.app.page.EventSearch.Newest;
import org.earshot.app.page.EventSearch.Query;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.SampleEvents;
import org.junit.jupiter.api.Test;

class EventSearchTest {
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private static SoundEvent event(String id, EventPhase phase, Instant onset) {
        return SampleEvents.ended(id, onset)
                .setPhase(phase)
                .setSourceId("Door-1")
                .setLabel("glass_breaking")
                .build();
    }

    @Test
    void shouldKeepTheNewestHoweverManyThereAreAndInWhateverOrderTheyCome() {
        var newest = new Newest();

        for (int i = 0; i < 20_000; i++) {
            int shuffled = i * 7_919 % 20_000;
            newest.add(event("id-" + shuffled, EventPhase.ENDED, NOON.plusSeconds(shuffled)));
        }

        assertThat(newest.events()).hasSize(EventSearch.MOST);
        assertThat(newest.events().get(0).getOnset()).isEqualTo(NOON.plusSeconds(20_000 - EventSearch.MOST));
        assertThat(newest.left()).isEqualTo(20_000 - EventSearch.MOST);
    }

    @Test
    void shouldTakeTheLastRecordOfAnEvent() {
        var newest = new Newest();

        newest.add(event("a", EventPhase.STARTED, NOON));
        newest.add(event("b", EventPhase.STARTED, NOON));
        newest.add(event("a", EventPhase.ENDED, NOON));

        assertThat(newest.events())
                .extracting(event -> event.getEventId() + " " + event.getPhase())
                .containsExactly("a ENDED", "b STARTED");
    }

    @Test
    void shouldNotTakeARecordThatWasWrittenBeforeForTheLast() {
        var newest = new Newest();

        newest.add(event("a", EventPhase.ENDED, NOON));
        var earlier = newest.earlier();
        earlier.accept(event("a", EventPhase.STARTED, NOON));
        earlier.accept(event("b", EventPhase.STARTED, NOON));
        earlier.accept(event("b", EventPhase.ENDED, NOON));

        assertThat(newest.events())
                .extracting(event -> event.getEventId() + " " + event.getPhase())
                .containsExactly("a ENDED", "b ENDED");
    }

    @Test
    void shouldCountAnEventThatIsLeftOutOnce() {
        var newest = new Newest();
        for (int i = 0; i < EventSearch.MOST + 3; i++) {
            newest.add(event("id-" + i, EventPhase.STARTED, NOON.plusSeconds(i)));
            newest.add(event("id-" + i, EventPhase.ENDED, NOON.plusSeconds(i)));
        }

        newest.add(event("id-0", EventPhase.ENDED, NOON));
        newest.earlier().accept(event("id-1", EventPhase.STARTED, NOON.plusSeconds(1)));

        assertThat(newest.left()).isEqualTo(3);
    }

    @Test
    void shouldFindByTimeWordsLabelAndScore() {
        SoundEvent event = event("a", EventPhase.ENDED, NOON);
        Instant later = NOON.plusSeconds(1);

        assertThat(new Query(NOON, later, "", "", 0).fits(event)).isTrue();
        assertThat(new Query(later, later.plusSeconds(1), "", "", 0).fits(event))
                .isFalse();
        assertThat(new Query(NOON.minusSeconds(9), NOON, "", "", 0).fits(event)).isFalse();
        assertThat(new Query(NOON, later, "door", "", 0).fits(event)).isTrue();
        assertThat(new Query(NOON, later, "glass br", "", 0).fits(event)).isTrue();
        assertThat(new Query(NOON, later, "glass_br", "", 0).fits(event)).isTrue();
        event.setLabel("Glass_breaking");
        assertThat(new Query(NOON, later, "glass br", "", 0).fits(event)).isTrue();
        event.setLabel("glass_breaking");
        assertThat(new Query(NOON, later, "dog", "", 0).fits(event)).isFalse();
        assertThat(new Query(NOON, later, "", "glass_breaking", 0.5).fits(event))
                .isTrue();
        assertThat(new Query(NOON, later, "", "dog", 0).fits(event)).isFalse();
        assertThat(new Query(NOON, later, "", "", 0.51).fits(event)).isFalse();
    }
}
