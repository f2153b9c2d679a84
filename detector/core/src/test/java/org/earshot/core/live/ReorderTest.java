package org.earshot.core.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.Chunks;
import org.earshot.core.capture.HeldChunks;
import org.earshot.core.capture.RejectReason;
import org.earshot.core.detect.Scenes;
import org.junit.jupiter.api.Test;

/** Chunks that overtake each other on their way. */
class ReorderTest {
    private static final int RATE = 16_000;
    private static final Chunks MIC = Chunks.of("mic");

    @Test
    void shouldPutSwappedNeighboursInOrder() {
        List<Chunk> chunks = tenths();
        Listened ordered = new Listened().send(chunks).end();
        for (int n = 1; n + 1 < chunks.size(); n += 3) {
            Collections.swap(chunks, n, n + 1);
        }

        Listened swapped = paced(new Listened(), chunks, 100).end();

        assertThat(swapped.refusals).isEmpty();
        assertThat(spans(swapped)).isEqualTo(spans(ordered)).hasSize(1);
        assertThat(swapped.ended().get(0).validFraction()).isEqualTo(1);
    }

    @Test
    void shouldPutThemInOrderAcrossRestarts() {
        List<Chunk> chunks = tenths();
        Random random = new Random(2);
        for (int n = 1; n + 1 < chunks.size(); n += 2) {
            Collections.swap(chunks, n, n + 1);
        }
        Listened listened = new Listened();

        for (Chunk chunk : chunks) {
            paced(listened, List.of(chunk), 100);
            if (random.nextBoolean()) {
                listened.restart(new BandNetwork());
            }
        }
        listened.end();

        assertThat(listened.refusals).isEmpty();
        assertThat(listened.ended())
                .singleElement()
                .satisfies(event -> assertThat(event.validFraction()).isEqualTo(1));
    }

    @Test
    void shouldGoOnWithoutAChunkThatDoesNotCome() {
        List<Chunk> chunks = tenths();
        Chunk missing = chunks.remove(30);

        Listened listened = paced(new Listened(), chunks, 100);
        listened.send(missing).end();

        assertThat(listened.refusals).containsExactly(RejectReason.LATE);
        assertThat(listened.ended())
                .singleElement()
                .satisfies(event -> assertThat(event.validFraction()).isBetween(0.9f, 0.99f));
    }

    @Test
    void shouldLoseNoneOfThoseThatWaitWhenAHoleIsTooLongToBridge() {
        Listened listened = new Listened();
        listened.send(MIC.second(0, CapturesTest.sound(2, 4)));
        for (int second : new int[] {2, 3, 4, 5, 6, 7}) {
            listened.send(MIC.second(second, CapturesTest.sound(2, 4)));
        }
        listened.end();

        assertThat(listened.refusals).isEmpty();
        assertThat(listened.ended())
                .singleElement()
                .satisfies(event -> assertThat(event.validFraction()).isEqualTo(1));
    }

    @Test
    void shouldCallAChunkBeforeTheFirstLate() {
        Listened listened = new Listened();

        listened.send(MIC.second(1, CapturesTest.sound(2, 4))).send(MIC.second(0, CapturesTest.sound(2, 4)));

        assertThat(listened.refusals).containsExactly(RejectReason.LATE);
    }

    @Test
    void shouldNotLetAnEmptyEndCutOffWhatWaits() {
        List<Chunk> chunks = tenths();
        chunks.remove(50);
        Chunk end = Chunks.last(MIC.chunk(70 * 1_600L, 70 * 1_600L, CapturesTest.sound(2, 4)));

        Listened listened = new Listened();
        chunks.forEach(listened::send);
        listened.send(end).pass(1_000);

        assertThat(listened.refusals).isEmpty();
        assertThat(listened.statuses.get(listened.statuses.size() - 1).health()).isEqualTo(SourceHealth.ENDED);
        assertThat(listened.statuses.get(listened.statuses.size() - 1).lastMicros())
                .isEqualTo(Chunks.START_MICROS + 7_000_000);
    }

    @Test
    void shouldTakeAnEndThatOvertookTheLastChunk() {
        List<Chunk> chunks = tenths();
        Chunk last = chunks.remove(69);
        Listened listened = new Listened();
        chunks.forEach(listened::send);

        listened.send(Chunks.last(MIC.chunk(70 * 1_600L, 70 * 1_600L, CapturesTest.sound(2, 4))));
        listened.send(last).pass(1_000);

        assertThat(listened.refusals).isEmpty();
        assertThat(listened.statuses.get(listened.statuses.size() - 1).health()).isEqualTo(SourceHealth.ENDED);
    }

    @Test
    void shouldNotCountTheTimeInWhichItIsBehind() {
        Listened listened = new Listened();
        List<Chunk> chunks = tenths();
        listened.send(chunks.get(0)).send(chunks.get(2));

        // The task stood still: the missing chunk lay in the topic all the time.
        listened.now += 5_000;
        listened.detector().tick(listened.now);
        listened.detector().accept(chunks.get(1), listened.now - 4_900, listened.now);

        assertThat(listened.refusals).isEmpty();
        assertThat(next(listened)).isEqualTo(4_800);
    }

    @Test
    void shouldTakeALongerChunkInThePlaceOfOneThatWaits() {
        Listened listened = new Listened();
        listened.send(MIC.chunk(0, 1_600, CapturesTest.sound(2, 4)));
        listened.send(MIC.chunk(3_200, 3_280, CapturesTest.sound(2, 4)));
        listened.send(MIC.chunk(3_200, 8_000, CapturesTest.sound(2, 4)));

        listened.send(MIC.chunk(1_600, 3_200, CapturesTest.sound(2, 4)));

        assertThat(listened.refusals).isEmpty();
        assertThat(next(listened)).isEqualTo(8_000);
    }

    @Test
    void shouldStoreWhatWaitsInThePlaceOfAnotherOfTheSameLength() {
        Scenes.HeapStore store = new Scenes.HeapStore();
        HeldChunks held = new HeldChunks(1);
        held.add(MIC.chunk(3_200, 4_800, sample -> 0.1), 0, 0);
        held.save(store);
        byte[] before = store.values.values().iterator().next();

        held.remove(3_200);
        held.add(MIC.epoch("next").chunk(3_200, 4_800, sample -> 0.2), 0, 0);
        held.save(store);

        assertThat(store.values.values()).singleElement().isNotEqualTo(before);
    }

    @Test
    void shouldWaitNoLongerThanItsWindow() {
        Listened listened = new Listened(limits -> limits.withReorder(Duration.ofMillis(300)));
        listened.send(MIC.chunk(0, 1_600, CapturesTest.sound(2, 4)));
        listened.send(MIC.chunk(3_200, 4_800, CapturesTest.sound(2, 4)));
        listened.pass(280);
        assertThat(next(listened)).isEqualTo(1_600);

        listened.pass(40);

        assertThat(next(listened)).isEqualTo(4_800);
    }

    @Test
    void shouldWaitAsLongWhereItsSourceWasPutOutOfMemory() {
        Listened listened = new Listened(new BandNetwork(), limits -> limits, new SessionBudget(1));
        listened.send(MIC.chunk(0, 1_600, CapturesTest.sound(2, 4))).pass(5_000);
        listened.send(MIC.chunk(3_200, 4_800, CapturesTest.sound(2, 4))).pass(100);
        putOutOfMemory(listened);
        listened.pass(100);
        putOutOfMemory(listened);
        listened.pass(80);
        assertThat(next(listened)).isEqualTo(1_600);

        listened.pass(100);

        assertThat(next(listened)).isEqualTo(4_800);
    }

    @Test
    void shouldWaitAnewForWhatMayLieInTheTopicWhenItStarts() {
        Listened listened = new Listened();
        listened.send(MIC.chunk(0, 1_600, CapturesTest.sound(2, 4))).pass(5_000);
        listened.send(MIC.chunk(3_200, 4_800, CapturesTest.sound(2, 4))).pass(280);

        listened.restart(new BandNetwork());
        listened.pass(280);
        assertThat(next(listened)).isEqualTo(1_600);
        listened.pass(40);

        assertThat(next(listened)).isEqualTo(4_800);
    }

    @Test
    void shouldEndAStreamWhoseEmptyLastChunkLiesAFewSamplesAhead() {
        Listened listened = new Listened();
        tenths().forEach(listened::send);

        listened.send(Chunks.last(MIC.chunk(70 * 1_600L + 40, 70 * 1_600L + 40, CapturesTest.sound(2, 4))))
                .pass(1_000);

        assertThat(listened.refusals).isEmpty();
        assertThat(listened.statuses.get(listened.statuses.size() - 1).health()).isEqualTo(SourceHealth.ENDED);
        assertThat(next(listened)).isEqualTo(70 * 1_600L + 40);
    }

    @Test
    void shouldWaitForNothingIfToldSo() {
        Listened listened = new Listened(limits -> limits.withReorder(Duration.ZERO));
        listened.send(MIC.chunk(0, 1_600, CapturesTest.sound(2, 4)));
        listened.send(MIC.chunk(3_200, 4_800, CapturesTest.sound(2, 4)));

        assertThat(next(listened)).isEqualTo(4_800);
    }

    @Test
    void shouldHoldNoMoreThanTwoSeconds() {
        Listened listened = new Listened(limits -> limits.withReorder(Duration.ofSeconds(10)));
        listened.send(MIC.chunk(0, 1_600, CapturesTest.sound(2, 4)));

        for (int n = 2; n < 200; n++) {
            listened.send(MIC.chunk(n * 1_600L, (n + 1) * 1_600L, CapturesTest.sound(2, 4)));

            assertThat((n + 1) * 1_600L - next(listened)).isLessThanOrEqualTo(2 * RATE + 1_600);
        }
    }

    /** Others come in such numbers that only the newest sessions stay in memory. */
    private static void putOutOfMemory(Listened listened) {
        for (int n = 0; n < 400; n++) {
            listened.send(Chunks.of("other-" + n).chunk(0, 160, CapturesTest.sound(2, 4)));
        }
    }

    private static long next(Listened listened) {
        return listened.detector().position("mic").orElseThrow().nextSample();
    }

    private static Listened paced(Listened listened, List<Chunk> chunks, int millis) {
        for (Chunk chunk : chunks) {
            listened.send(chunk).pass(millis);
        }
        return listened;
    }

    private static List<List<Long>> spans(Listened listened) {
        return listened.ended().stream()
                .map(event -> List.of(event.onsetSample(), event.offsetSample()))
                .toList();
    }

    private static List<Chunk> tenths() {
        List<Chunk> chunks = new ArrayList<>();
        for (int n = 0; n < 70; n++) {
            chunks.add(MIC.chunk(n * 1_600L, (n + 1) * 1_600L, CapturesTest.sound(2, 4)));
        }
        return chunks;
    }
}
