package org.earshot.core.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.earshot.core.capture.Chunks;
import org.earshot.core.capture.RejectReason;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.Manifest;
import org.junit.jupiter.api.Test;

/** Many sources, other models, and faults of the detector itself. */
class LimitsTest {
    private static final int RATE = 16_000;

    @Test
    void shouldGiveTheSameEventsHoweverFewSourcesFitIntoMemory() {
        Listened roomy = interleaved(new Listened(), 60);

        Listened tight = interleaved(new Listened(new BandNetwork(), limits -> limits, new SessionBudget(1)), 60);

        assertThat(ids(tight)).isEqualTo(ids(roomy)).hasSize(60);
    }

    @Test
    void shouldCountSoundThatWaitsAgainstTheMemoryOfSessions() {
        Listened listened = new Listened(new BandNetwork(), limits -> limits, new SessionBudget(3));
        Chunks mic = Chunks.of("mic").rate(192_000);
        listened.send(mic.chunk(0, 192_000, CapturesTest.sound(2, 4)));
        assertThat(listened.budget.isExceeded()).isFalse();

        listened.send(mic.chunk(200_000, 392_000, CapturesTest.sound(2, 4)));
        assertThat(listened.budget.isExceeded()).as("a second at 192 kHz waits").isTrue();

        listened.pass(5_000);
        assertThat(listened.budget.isExceeded()).as("it waits no more").isFalse();
        listened.detector().close();
        SessionBudget.Share other = listened.budget.share();
        other.add(3 * SessionBudget.SESSION_BYTES);
        assertThat(listened.budget.isExceeded()).as("nothing else is counted").isFalse();
        other.add(1);
        assertThat(listened.budget.isExceeded()).isTrue();
    }

    @Test
    void shouldNotFetchSourcesAgainAndAgainBecauseAnotherDetectorHoldsManyThatAreSilent() {
        SessionBudget budget = new SessionBudget(100);
        Listened silent = new Listened(new BandNetwork(), limits -> limits, budget);
        for (int n = 0; n < 100; n++) {
            silent.send(Chunks.of("silent-" + n).second(0, CapturesTest.sound(2, 4)));
        }
        WatchedStore store = new WatchedStore();
        Listened live = new Listened(new BandNetwork(), limits -> limits, budget, store);

        for (int second = 0; second < 5; second++) {
            for (int n = 0; n < 40; n++) {
                live.send(Chunks.of("live-" + n).second(second, CapturesTest.sound(2, 4)));
            }
            live.pass(500);
            silent.pass(500);
        }

        assertThat(store.fetched).isZero();
        assertThat(budget.isExceeded()).isFalse();
    }

    @Test
    void shouldLeaveToOneDetectorWhatTheOthersDoNotUse() {
        SessionBudget budget = new SessionBudget(100);
        SessionBudget.Share one = budget.share();
        SessionBudget.Share other = budget.share();
        budget.share();
        one.add(90 * SessionBudget.SESSION_BYTES);
        other.add(10 * SessionBudget.SESSION_BYTES);
        assertThat(one.isExceeded()).isFalse();

        other.add(SessionBudget.SESSION_BYTES);

        assertThat(one.isExceeded()).isTrue();
        assertThat(other.isExceeded()).isFalse();
        one.add(-90 * SessionBudget.SESSION_BYTES);
        other.add(80 * SessionBudget.SESSION_BYTES);
        assertThat(other.isExceeded()).as("it has it alone").isFalse();
    }

    @Test
    void shouldNotGiveSourcesOfTwoDetectorsOneName() {
        BandNetwork network = new BandNetwork();
        for (int detector = 0; detector < 2; detector++) {
            new Listened(network, limits -> limits, new SessionBudget(9))
                    .send(List.of(
                            Chunks.of("mic").second(0, CapturesTest.sound(2, 4)),
                            Chunks.of("mic").second(1, CapturesTest.sound(2, 4)),
                            Chunks.of("mic").second(2, CapturesTest.sound(2, 4))))
                    .pass(1_000);
        }

        assertThat(network.streams).filteredOn(Objects::nonNull).hasSize(2);
    }

    @Test
    void shouldNotTakeTheSilenceAfterAHoleForTheSequelOfTheSilenceBeforeIt() {
        BandNetwork network = new BandNetwork();
        Listened listened = new Listened(network, limits -> limits, new SessionBudget(9));
        Chunks mic = Chunks.of("mic");
        for (int second : new int[] {0, 1, 2, 20, 21, 22}) {
            listened.send(List.of(mic.second(second, sample -> 0)));
        }

        String stream = network.streams.get(1);
        assertThat(stream).isNotNull();
        assertThat(network.streams)
                .as("a block without context, as the first of each stretch, is none of a stream, nor is the last")
                .containsExactly(null, stream, null, null, stream);
    }

    @Test
    void shouldGoOnMeasuringASourceThatIsPutOutOfMemoryBetweenItsChunks() {
        Listened listened = new Listened();
        Chunks mic = Chunks.of("mic");
        for (int n = 0; n < 30; n++) {
            int from = n * 8_000;
            listened.send(mic.chunk(from, from + 8_000, sample -> sample < 40_000 ? 0.1 * Math.sin(sample) : 0));
            listened.pass(500);
            listened.restart(listened.network);
        }

        assertThat(listened.statuses)
                .extracting(LiveStatus::health)
                .contains(SourceHealth.HEALTHY, SourceHealth.SILENT);
        assertThat(listened.statuses.get(listened.statuses.size() - 1).silentShare())
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseSourcesBeyondTheMostThereMayBeAndGoOnWithThoseItHas() {
        Listened listened = new Listened(limits -> limits.withMaxSources(10));
        Chunks here = Chunks.of("here");

        for (int second = 0; second < 7; second++) {
            listened.send(List.of(here.second(second, CapturesTest.sound(2, 4))));
            for (int n = 0; n < 1_000; n++) {
                listened.send(Chunks.of("flood-" + second + "-" + n).chunk(0, 160, CapturesTest.sound(2, 4)));
            }
        }
        listened.end();

        assertThat(listened.ended())
                .singleElement()
                .satisfies(event -> assertThat(event.sourceId()).isEqualTo("here"));
        assertThat(listened.refusals).hasSizeGreaterThan(6_900).containsOnly(RejectReason.TOO_MANY_SOURCES);
    }

    @Test
    void shouldRefuseWithoutTheCostOfAStackTrace() {
        assertThat(new RejectedChunkException(RejectReason.TOO_MANY_SOURCES, "too many").getStackTrace())
                .isEmpty();
    }

    @Test
    void shouldMakeRoomForNewSourcesByForgettingThoseThatAreOver() {
        Listened listened = new Listened(limits -> limits.withMaxSources(10));

        for (int n = 0; n < 50; n++) {
            listened.send(Chunks.last(Chunks.of("s" + n).second(0, CapturesTest.sound(2, 4))));
            listened.pass(2_000);
        }

        assertThat(listened.refusals).isEmpty();
        assertThat(listened.forgotten).hasSizeGreaterThanOrEqualTo(40).startsWith("s0", "s1", "s2");
    }

    @Test
    void shouldEndWhatWasOpenUnderTheIdThatItHadWhenTheModelChanges() {
        Listened listened = new Listened();
        listened.send(CapturesTest.seconds(Chunks.of("mic"), 0, 4)).pass(200);
        assertThat(listened.events).hasSize(1);

        listened.restart(new OtherModel());
        listened.send(CapturesTest.seconds(Chunks.of("mic"), 4, 7)).end();

        LiveEvent ended = listened.ended().get(0);
        assertThat(ended.id()).isEqualTo(listened.events.get(0).id());
        assertThat(ended.endReason()).isEqualTo(EndReason.MODEL_CHANGED);
        assertThat(ended.model()).isEqualTo(listened.events.get(0).model());
    }

    @Test
    void shouldEndItOnceHoweverOftenItIsRestarted() {
        Listened listened = new Listened();
        listened.send(CapturesTest.seconds(Chunks.of("mic"), 0, 4)).pass(200);
        listened.send(Chunks.of("mic").chunk(5 * RATE, 5 * RATE + 1_600, CapturesTest.sound(2, 4)));

        for (int restart = 0; restart < 3; restart++) {
            listened.restart(new OtherModel());
            listened.detector().position("mic");
        }
        listened.pass(2_000);

        assertThat(listened.ended()).hasSize(1);
        assertThat(listened.refusals).isEmpty();
        assertThat(listened.detector().position("mic").orElseThrow().nextSample())
                .as("what waited is not lost")
                .isEqualTo(5 * RATE + 1_600);
    }

    @Test
    void shouldEndWhatWasOpenWhenTheStoredStateIsTorn() {
        Listened listened = new Listened();
        listened.send(CapturesTest.seconds(Chunks.of("mic"), 0, 4)).pass(200);

        listened.store.parts("mic").put("c", new byte[] {9, 9, 9});
        listened.restart(new BandNetwork());
        listened.send(CapturesTest.seconds(Chunks.of("mic"), 4, 7)).end();

        assertThat(listened.ended().get(0).endReason()).isEqualTo(EndReason.STATE_LOST);
        assertThat(listened.refusals).isEmpty();
    }

    @Test
    void shouldBeginAnewWhereTheRecordOfASourceIsTorn() {
        Listened listened = new Listened();
        listened.send(CapturesTest.seconds(Chunks.of("mic"), 0, 1));
        byte[] head = listened.store.head("mic");

        for (int length = 0; length < head.length; length += 7) {
            listened.store.putHead("mic", java.util.Arrays.copyOf(head, length));
            listened.restart(new BandNetwork());
            listened.send(CapturesTest.seconds(Chunks.of("mic"), 1, 2));
        }

        assertThat(listened.refusals).isEmpty();
    }

    @Test
    void shouldHoldASourceThatSendsLittleButFarApartToItsSpeed() {
        Listened listened = new Listened(limits -> limits.withMaxSpeed(2, Duration.ofSeconds(5)));
        Chunks mic = Chunks.of("mic");

        for (int n = 0; n < 300; n++) {
            listened.send(mic.chunk(n * 31_840L, n * 31_840L + 1, CapturesTest.sound(2, 4)));
        }

        assertThat(listened.refusals).hasSizeGreaterThan(290).containsOnly(RejectReason.OVER_QUOTA);
    }

    @Test
    void shouldForgetASourceSomeHoursAfterItsEndAndSaySo() {
        Listened listened = new Listened();
        listened.send(Chunks.last(Chunks.of("mic").second(0, CapturesTest.sound(2, 4))));
        listened.pass(1_000);

        listened.now += Duration.ofHours(7).toMillis();
        listened.pass(4_000);

        listened.restart(listened.network);
        listened.end();

        assertThat(listened.forgotten).as("said once").containsExactly("mic");
        assertThat(listened.detector().position("mic")).isEmpty();
    }

    @Test
    void shouldMakeRoomAtOnceByThoseThatAreForgotten() {
        Listened listened = new Listened(limits -> limits.withMaxSources(10));
        for (int n = 0; n < 10; n++) {
            listened.send(Chunks.last(Chunks.of("s" + n).second(0, CapturesTest.sound(2, 4))));
        }
        listened.pass(1_000);
        listened.now += Duration.ofHours(7).toMillis();
        listened.pass(4_000);
        assertThat(listened.forgotten).hasSize(10);

        listened.restart(listened.network);
        listened.send(Chunks.of("new").second(0, CapturesTest.sound(2, 4)));

        assertThat(listened.refusals).isEmpty();
    }

    @Test
    void shouldMakeRoomByThoseThatAreForgottenBeforeThoseThatEnded() {
        Listened listened = new Listened(limits -> limits.withMaxSources(2));
        listened.send(Chunks.last(Chunks.of("old").second(0, CapturesTest.sound(2, 4))));
        listened.pass(1_000);
        listened.now += Duration.ofHours(5).toMillis();
        listened.send(Chunks.last(Chunks.of("ended").second(0, CapturesTest.sound(2, 4))));
        listened.pass(1_000);
        listened.now += Duration.ofHours(2).toMillis();
        listened.end();
        assertThat(listened.forgotten).containsExactly("old");

        listened.send(Chunks.of("new").second(0, CapturesTest.sound(2, 4)));

        assertThat(listened.refusals).isEmpty();
        assertThat(listened.forgotten).containsExactly("old");
        assertThat(listened.detector().position("ended")).isPresent();
    }

    @Test
    void shouldCostLittleHeapForASourceThatIsNotInWork() {
        Listened listened =
                new Listened(new BandNetwork(), limits -> limits.withMaxSources(100_000), new SessionBudget(1));
        send(listened, 0, 1_000);
        long before = usedHeap();

        send(listened, 1_000, 5_000);

        assertThat((usedHeap() - before) / 4_000.0).isLessThan(2_048);
        assertThat(listened.refusals).isEmpty();
    }

    private static void send(Listened listened, int from, int to) {
        for (int n = from; n < to; n++) {
            listened.send(Chunks.last(Chunks.of("s" + n).chunk(0, 800, CapturesTest.sound(2, 4))));
        }
        while (listened.detector().waiting() > 0) {
            listened.pass(20);
        }
        listened.statuses.clear();
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int n = 0; n < 4; n++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    private static Listened interleaved(Listened listened, int sources) {
        for (int second = 0; second < 7; second++) {
            for (int n = 0; n < sources; n++) {
                listened.send(Chunks.of("s" + n).second(second, CapturesTest.sound(2, 4)));
            }
            listened.pass(1_000);
        }
        return listened.end();
    }

    private static List<String> ids(Listened listened) {
        return listened.ended().stream().map(LiveEvent::id).sorted().toList();
    }

    /** The same network in another file. */
    private static final class OtherModel implements MaskNetwork {
        private final BandNetwork bands = new BandNetwork();

        @Override
        public Manifest manifest() {
            return bands.manifest();
        }

        @Override
        public String sha256() {
            return "cd".repeat(32);
        }

        @Override
        public String device() {
            return "cpu";
        }

        @Override
        public Scores score(float[] logMel, int batch, int frames) {
            return bands.score(logMel, batch, frames);
        }

        @Override
        public float[] masks(float[] logMel, int frames) {
            return bands.masks(logMel, frames);
        }

        @Override
        public void close() {}
    }
}
