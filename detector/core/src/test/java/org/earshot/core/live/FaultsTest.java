package org.earshot.core.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.earshot.core.capture.Chunks;
import org.earshot.core.capture.RejectReason;
import org.earshot.core.detect.DetectorSettings.SoundKept;
import org.junit.jupiter.api.Test;

/** Faults of the detector itself at one source: that one loses what is open, the others lose nothing. */
class FaultsTest {
    private static final int RATE = 16_000;

    private final WatchedStore store = new WatchedStore();
    private final Listened listened = listened(1_000);

    @Test
    void shouldEndTheEventsOfASourceThatCannotBeSavedAndGoOnWithIt() {
        send(0, 4);
        listened.pass(200);
        store.failing.add("bad");
        send(4, 5);
        store.failing.clear();
        send(5, 7);
        listened.end();

        assertThat(ended("bad")).containsExactly(EndReason.STATE_LOST);
        assertThat(ended("good")).containsExactly((EndReason) null);
        assertThat(listened.refusals).isEmpty();
        assertThat(listened.detector().position("bad").orElseThrow().nextSample())
                .isEqualTo(7 * RATE);
    }

    @Test
    void shouldForgetASourceThatFailsAgainOnceItWasGivenUp() {
        listened.failsOn = "bad"::equals;

        send(0, 7);
        listened.end();

        assertThat(ended("good")).containsExactly((EndReason) null);
        assertThat(listened.forgotten).contains("bad").doesNotContain("good");
        assertThat(listened.refusals).isNotEmpty().containsOnly(RejectReason.PROCESSING_FAILED);
    }

    @Test
    void shouldLetGoOfAnEventThatWaitsForSoundWhereSoundIsKeptNoMore() {
        Listened listened = new Listened();
        LiveSettings without = listened.settings;
        listened.settings = new LiveSettings(
                source -> without.detector().apply(source).withSoundKept(new SoundKept(1_600, 160_000, 80_000)),
                without.tags(),
                without.batches(),
                without.limits(),
                without.statusInterval());
        listened.restart(listened.network);
        Chunks mic = Chunks.of("mic");
        for (int second = 0; second < 8; second++) {
            listened.send(List.of(mic.second(second, CapturesTest.sound(2, 4))));
        }
        assertThat(listened.ended()).as("it waits for the sound after it").isEmpty();

        listened.settings = without;
        listened.restart(listened.network);
        listened.send(List.of(mic.second(8, CapturesTest.sound(2, 4))));

        assertThat(listened.refusals).isEmpty();
        assertThat(listened.ended())
                .singleElement()
                .satisfies(event -> assertThat(event.clip()).isNull());
    }

    @Test
    void shouldRefuseTheChunkThatItFailedOnAndEndWhatWasOpen() {
        send(0, 4);
        listened.pass(200);
        listened.now += 20_000;
        boolean[] once = {true};
        listened.failsOn = source -> source.equals("bad") && once[0] && !(once[0] = false);
        send(4, 7);
        listened.end();

        assertThat(listened.refusals).containsExactly(RejectReason.PROCESSING_FAILED);
        assertThat(ended("bad")).containsExactly(EndReason.STATE_LOST);
        assertThat(ended("good")).containsExactly((EndReason) null);
        assertThat(listened.detector().position("bad").orElseThrow().nextSample())
                .isEqualTo(7 * RATE);
    }

    @Test
    void shouldKeepASourceInMemoryThatCannotBeWrittenUntilItIsGivenUp() {
        Listened crowded = listened(1);
        store.failing.add("s0");

        for (int second = 0; second < 7; second++) {
            for (int n = 0; n < 60; n++) {
                crowded.send(Chunks.of("s" + n).second(second, CapturesTest.sound(2, 4)));
            }
            crowded.pass(1_000);
        }
        crowded.end();

        assertThat(crowded.ended())
                .filteredOn(event -> event.endReason() == null)
                .extracting(LiveEvent::sourceId)
                .hasSize(59)
                .doesNotContain("s0");
        assertThat(crowded.refusals).isEmpty();
    }

    @Test
    void shouldEndTheEventsOfTwoSourcesThatCannotBeWrittenWhileMemoryHasNoRoomForBoth() {
        Listened crowded = listened(1);
        for (int second = 0; second < 7; second++) {
            store.failing.clear();
            if (second == 3) {
                store.failing.addAll(List.of("s0", "s1"));
            }
            for (int n = 0; n < 60; n++) {
                crowded.send(Chunks.of("s" + n).second(second, CapturesTest.sound(2, 4)));
            }
            crowded.pass(20);
        }
        crowded.end();

        assertThat(crowded.ended())
                .extracting(LiveEvent::id)
                .containsAll(crowded.events.stream().map(LiveEvent::id).toList())
                .doesNotHaveDuplicates();
        assertThat(crowded.events).extracting(LiveEvent::sourceId).contains("s0", "s1");
        assertThat(crowded.refusals).isEmpty();
    }

    private void send(int fromSecond, int toSecond) {
        for (int second = fromSecond; second < toSecond; second++) {
            for (String source : List.of("bad", "good")) {
                listened.send(Chunks.of(source).second(second, CapturesTest.sound(2, 4)));
            }
            listened.pass(500);
        }
    }

    private List<EndReason> ended(String source) {
        return listened.ended().stream()
                .filter(event -> event.sourceId().equals(source))
                .map(LiveEvent::endReason)
                .toList();
    }

    private Listened listened(int inMemory) {
        return new Listened(new BandNetwork(), limits -> limits, new SessionBudget(inMemory), store);
    }
}
