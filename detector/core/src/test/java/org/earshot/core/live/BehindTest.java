package org.earshot.core.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.earshot.core.capture.Chunks;
import org.junit.jupiter.api.Test;

/** A detector that reads later than the chunks arrive. */
class BehindTest {
    private static final Chunks MIC = Chunks.of("mic");
    private static final int FLOOD = 1_500;
    private static final int READING_MS = 20;

    private final Listened listened = new Listened();

    @Test
    void shouldNotTakeASourceForSilentWhoseChunksLieBehindThoseOfAnother() {
        long arrived = begin();
        for (int n = 0; n < FLOOD; n++) {
            listened.send(
                    Chunks.of("flood").chunk(n * 160L, (n + 1) * 160L, CapturesTest.sound(2, 4)), arrived + n / 10);
            listened.pass(READING_MS);
        }

        finish(arrived);
    }

    @Test
    void shouldNotTakeASourceForSilentWhoseChunksLieBehindGarbage() {
        long arrived = begin();
        for (int n = 0; n < FLOOD; n++) {
            listened.detector().arrived(arrived + n / 10, listened.now);
            listened.pass(READING_MS);
        }

        finish(arrived);
    }

    @Test
    void shouldTakeASourceForSilentThatSentNothingWhileOthersDidHoweverFastTheyAreRead() {
        long arrived = begin();
        for (int second = 0; second < 20; second++) {
            listened.send(
                    Chunks.of("other").second(second, CapturesTest.sound(2, 4)), arrived + 1_000L * second - 20_000);
        }
        listened.pass(READING_MS);

        assertThat(staleMic()).isZero();

        listened.now += 30_000;
        for (int second = 20; second < 40; second++) {
            listened.send(
                    Chunks.of("other").second(second, CapturesTest.sound(2, 4)), arrived + 1_000L * (second - 20));
        }
        listened.pass(READING_MS);

        assertThat(staleMic()).isOne();
    }

    @Test
    void shouldGoOnAtOnceWhenTheClockIsSetBack() {
        listened.send(MIC.second(0, CapturesTest.sound(2, 4))).pass(1_000);
        listened.send(MIC.second(1, CapturesTest.sound(2, 4)));
        assertThat(listened.detector().waiting()).isPositive();
        setBack();

        listened.pass(READING_MS * 2);
        assertThat(listened.detector().waiting())
                .as("blocks that waited are scored")
                .isZero();

        listened.statuses.clear();
        for (int n = 0; n < FLOOD; n++) {
            listened.send(Chunks.of("other").chunk(n * 320L, (n + 1) * 320L, CapturesTest.sound(2, 4)));
            listened.pass(READING_MS);
        }
        assertThat(staleMic()).as("silence is noticed").isOne();

        setBack();
        listened.statuses.clear();
        listened.send(Chunks.of("other").chunk(FLOOD * 320L, FLOOD * 320L + 320, CapturesTest.sound(2, 4)));
        assertThat(listened.statuses).as("statuses go on").hasSize(1);
    }

    @Test
    void shouldNotHoldASourceToATimeBeforeTheClockWasSetBack() {
        Listened held = new Listened(limits -> limits.withMaxSpeed(3, Duration.ofSeconds(8)));
        held.send(CapturesTest.seconds(MIC, 0, 10));
        held.now -= Duration.ofHours(1).toMillis();

        held.send(CapturesTest.seconds(MIC, 10, 30));

        assertThat(held.refusals).isEmpty();
    }

    @Test
    void shouldNotRefuseASourceForAsLongAsTheClockWasSetBack() {
        Listened held = new Listened(limits -> limits.withMaxSpeed(3, Duration.ofSeconds(8)));
        CapturesTest.seconds(MIC, 0, 8).forEach(held::send);
        held.now -= Duration.ofHours(1).toMillis();
        held.end();
        CapturesTest.seconds(MIC, 8, 9).forEach(held::send);
        held.refusals.clear();

        held.pass(2_000).send(CapturesTest.seconds(MIC, 9, 12));

        assertThat(held.refusals).isEmpty();
    }

    private void setBack() {
        listened.now -= Duration.ofHours(1).toMillis();
    }

    /** The first half of a sound. @return when its last chunk arrived */
    private long begin() {
        listened.send(CapturesTest.seconds(MIC, 0, 3));
        return listened.now;
    }

    /** The second half, which arrived in time. */
    private void finish(long arrived) {
        assertThat(listened.now - arrived).as("reading").isGreaterThan(Listened.STALE.toMillis() * 3);
        assertThat(staleMic()).isZero();
        listened.send(CapturesTest.seconds(MIC, 3, 7)).end();

        assertThat(listened.ended())
                .filteredOn(event -> event.sourceId().equals("mic"))
                .singleElement()
                .satisfies(event -> assertThat(event.offsetSample()).isGreaterThan(3 * 16_000));
    }

    private long staleMic() {
        return listened.statuses.stream()
                .filter(status -> status.sourceId().equals("mic") && status.health() == SourceHealth.STALE)
                .count();
    }
}
