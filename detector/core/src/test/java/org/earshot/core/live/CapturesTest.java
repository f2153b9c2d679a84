package org.earshot.core.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.Chunks;
import org.earshot.core.capture.RejectReason;
import org.junit.jupiter.api.Test;

/** Sources that begin anew, go back, mix up their captures or set their clocks. */
public class CapturesTest {
    private static final int RATE = 16_000;
    /** A tone from second 2 to second 4 of each capture, in faint noise. */
    private static final LongToDoubleFunction TONE = sound(2, 4);

    private final Listened listened = new Listened();

    @Test
    void shouldProcessADeviceThatRestartsItsCountUnderTheSameEpochId() {
        Chunks boot = Chunks.of("cam").epoch("boot");
        listened.send(seconds(boot, 0, 7)).send(seconds(boot.later(3), 0, 7)).end();

        assertThat(listened.refusals).isEmpty();
        assertThat(listened.ended()).hasSize(2).extracting(LiveEvent::id).doesNotHaveDuplicates();
        assertThat(listened.ended().get(0).captureId()).isEqualTo("boot");
        assertThat(listened.ended().get(1).captureId()).isEqualTo("boot@2026-01-01T00:00:03Z");
        assertThat(listened.ended().get(1).onsetMicros()
                        - listened.ended().get(0).onsetMicros())
                .isEqualTo(3_000_000);
        assertThat(listened.statuses.get(listened.statuses.size() - 1).restarts())
                .isOne();
    }

    @Test
    void shouldProcessADeviceThatRestartsItsCountWithAClockThatWasReset() {
        Chunks boot = Chunks.of("cam").epoch("boot");
        listened.send(seconds(boot, 0, 7)).send(seconds(boot.later(-1e9), 0, 7)).end();

        assertThat(listened.refusals).as("the first chunk is not yet believed").containsExactly(RejectReason.LATE);
        assertThat(listened.ended()).hasSize(2);
    }

    @Test
    void shouldGiveNoOldIdsToASenderThatComesBackLongAfterItWasForgotten() {
        Chunks boot = Chunks.of("cam").epoch("boot");
        listened.send(seconds(boot, 0, 7)).end();
        for (int day = 1; day < 3; day++) {
            listened.now += 86_400_000;
            listened.end();
            listened.send(seconds(boot.later(86_400 * day), 0, 7)).end();
        }

        assertThat(listened.forgotten).containsExactly("cam", "cam");
        assertThat(listened.refusals).isEmpty();
        assertThat(listened.ended()).hasSize(3).extracting(LiveEvent::id).doesNotHaveDuplicates();
        assertThat(listened.ended().get(2).captureId()).isEqualTo("boot@2026-01-03T00:00:00Z");
    }

    @Test
    void shouldGiveTheOldIdsToSoundThatIsSentAgainAfterTheSourceWasForgotten() {
        List<Chunk> sent = seconds(Chunks.of("cam").epoch("boot"), 0, 7);
        listened.send(sent).end();
        listened.now += 86_400_000;
        listened.end();

        listened.send(sent).end();

        assertThat(listened.forgotten).containsExactly("cam");
        assertThat(listened.refusals).isEmpty();
        assertThat(listened.ended())
                .hasSize(2)
                .extracting(LiveEvent::id)
                .containsOnly(listened.ended().get(0).id());
    }

    @Test
    void shouldTakeTrueDuplicatesForDuplicates() {
        Chunks mic = Chunks.of("mic");
        List<Chunk> once = seconds(mic, 0, 7);
        List<Chunk> twice = new ArrayList<>();
        for (int n = 0; n < once.size(); n++) {
            twice.add(once.get(n));
            twice.addAll(once.subList(0, n));
        }

        listened.send(twice).end();

        assertThat(listened.refusals).isEmpty();
        assertThat(listened.ended()).hasSize(1);
        assertThat(listened.statuses.get(listened.statuses.size() - 1).restarts())
                .isZero();
    }

    @Test
    void shouldKnowSoundThatComesAgainFromBeforeTheClockWasSetBack() {
        Chunks mic = Chunks.of("mic");
        List<Chunk> before = seconds(mic, 0, 30);
        List<Chunk> after = seconds(mic.later(-3), 30, 120);
        listened.send(before).send(after);

        listened.send(before.subList(1, 6))
                .send(seconds(mic.later(-3), 120, 122))
                .end();

        assertThat(listened.refusals).isEmpty();
        assertThat(listened.ended()).hasSize(1);
        LiveStatus last = listened.statuses.get(listened.statuses.size() - 1);
        assertThat(last.restarts()).isZero();
        assertThat(last.gaps()).isZero();
        assertThat(last.captureId()).isEqualTo("e");
    }

    @Test
    void shouldLetNoStrayChunkOfAnEarlierCaptureDisturbTheOneInForce() {
        Chunks mic = Chunks.of("mic");
        for (int n = 0; n < 6; n++) {
            listened.send(seconds(mic.epoch("e" + n).later(10 * n), 0, 2));
        }
        List<Chunk> current = seconds(mic.epoch("e6").later(60), 0, 6);

        for (int n = 0; n < current.size(); n++) {
            listened.send(current.subList(n, n + 1));
            int stray = n % 6;
            listened.send(mic.epoch("e" + stray).later(10 * stray).second(2, TONE));
        }
        listened.end();

        assertThat(listened.refusals).hasSize(6).containsOnly(RejectReason.LATE);
        assertThat(listened.ended()).singleElement().satisfies(event -> {
            assertThat(event.captureId()).isEqualTo("e6");
            assertThat(event.validFraction()).isEqualTo(1);
        });
    }

    @Test
    void shouldGoOnWithAnEarlierCaptureThatItsSourceReturnsTo() {
        Chunks a = Chunks.of("mic").epoch("a");
        Chunks b = Chunks.of("mic").epoch("b").later(2);
        listened.send(seconds(a, 0, 2)).send(seconds(b, 0, 2));

        listened.send(seconds(a, 4, 10)).end();

        assertThat(listened.refusals).containsExactly(RejectReason.LATE);
        assertThat(listened.detector().position("mic").orElseThrow().epochId()).isEqualTo("a");
        assertThat(listened.detector().position("mic").orElseThrow().nextSample())
                .isEqualTo(10 * RATE);
    }

    @Test
    void shouldKeepItsStateSmallWhateverTheSendersClockDoes() {
        Chunks mic = Chunks.of("mic");
        Random random = new Random(1);
        int largest = 0;

        for (int n = 0; n < 3_000; n++) {
            Chunks set = mic.later(random.nextInt(2_000_000) - 1_000_000);
            listened.send(set.chunk(n * 160L, (n + 1) * 160L, TONE));
            largest = Math.max(largest, listened.store.head("mic").length);
        }

        assertThat(largest).isLessThan(4_096);
    }

    @Test
    void shouldKeepItsStateSmallWhateverTheSendersEpochsAre() {
        int largest = 0;

        for (int n = 0; n < 2_000; n++) {
            listened.send(
                    Chunks.of("mic").epoch("e" + "x".repeat(200) + n).later(n).chunk(0, 160, TONE));
            largest = Math.max(largest, listened.store.head("mic").length);
        }

        assertThat(listened.refusals).isEmpty();
        assertThat(largest).isLessThan(8_192);
    }

    @Test
    void shouldNotTakeJitterOfTheCountForGaps() {
        Chunks mic = Chunks.of("mic");
        List<Chunk> off = new ArrayList<>();
        Random random = new Random(3);
        for (int n = 0; n < 14; n++) {
            long jitter = random.nextInt(40);
            Chunk half = mic.chunk(n * 8_000L, (n + 1) * 8_000L, TONE);
            off.add(new Chunk(
                    "mic", "e", RATE, half.firstSample() + jitter, half.capturedMicros(), half.mono(), 8_000, false));
        }

        listened.send(off).end();

        assertThat(listened.ended()).singleElement().satisfies(event -> {
            assertThat(event.validFraction()).isEqualTo(1);
            assertThat(event.onsetSample() / (double) RATE).isCloseTo(2, within(0.1));
            assertThat(event.offsetSample() / (double) RATE).isCloseTo(4, within(0.1));
        });
        assertThat(listened.statuses.get(listened.statuses.size() - 1).gaps()).isZero();
    }

    public static LongToDoubleFunction sound(double from, double to) {
        return n -> {
            double noise = 3e-4 * (Math.floorMod(n * 2_654_435_761L, 65_536L) / 32_768.0 - 1);
            boolean tone = n >= from * RATE && n < to * RATE;
            return noise + (tone ? 0.35 * Math.sin(2 * Math.PI * 600 * n / RATE) : 0);
        };
    }

    public static List<Chunk> seconds(Chunks of, int from, int to) {
        List<Chunk> chunks = new ArrayList<>();
        for (int second = from; second < to; second++) {
            chunks.add(of.second(second, TONE));
        }
        return chunks;
    }
}
