package org.earshot.edges.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalClockTest {
    private static final int RATE = 8_000;
    private static final long SECOND = 1_000_000;
    private static final long NOON = 1_772_366_400L * SECOND;

    private final ArrivalClock clock = new ArrivalClock(RATE, NOON);

    @Test
    void shouldStampEvenSoundWithItsArrivalLessItsLength() {
        for (int n = 1; n <= 100; n++) {
            clock.arrived(RATE, NOON + n * SECOND);
        }

        assertThat(clock.isSettled()).isTrue();
        assertThat(clock.microsAt(0)).isEqualTo(NOON);
        assertThat(clock.microsAt(99 * RATE)).isEqualTo(NOON + 99 * SECOND);
    }

    @Test
    void shouldWaitForTheEndOfWhatHadPiledUp() {
        clock.arrived(RATE, NOON);
        clock.arrived(RATE, NOON + 1_000);
        clock.arrived(RATE, NOON + 2_000);
        assertThat(clock.isSettled()).isFalse();

        clock.arrived(RATE, NOON + SECOND);

        assertThat(clock.isSettled()).isTrue();
        assertThat(clock.microsAt(4 * RATE)).isEqualTo(NOON + SECOND);
        assertThat(clock.microsAt(0)).isEqualTo(NOON - 3 * SECOND);
    }

    @Test
    void shouldNotFollowSegmentsThatComeAtOnce() {
        for (int segment = 0; segment < 20; segment++) {
            for (int n = 0; n < 6; n++) {
                clock.arrived(RATE, NOON + segment * 6 * SECOND + n * 1_000);
            }
        }

        assertThat(clock.isSettled()).isTrue();
        assertThat(clock.microsAt(119 * RATE) - clock.microsAt(20 * RATE)).isBetween(98 * SECOND, 100 * SECOND);
    }

    @Test
    void shouldFollowASoundCardWhoseClockIsSlow() {
        for (int n = 1; n <= 7_200; n++) {
            clock.arrived(RATE, NOON + n * SECOND + n * 100);
        }

        assertThat(clock.microsAt(7_200L * RATE) - (NOON + 7_200 * SECOND + 720_000))
                .isBetween(-20_000L, 1_000L);
    }

    @Test
    void shouldAnchorAnewAfterSoundWasLost() {
        for (int n = 1; n <= 100; n++) {
            clock.arrived(RATE, NOON + n * SECOND + (n > 50 ? 10 * SECOND : 0));
        }

        assertThat(clock.microsAt(99 * RATE)).isEqualTo(NOON + 109 * SECOND);
    }

    @Test
    void shouldNeverLetTimesOverlapOnceTheyAreTold() {
        clock.arrived(RATE, NOON);
        clock.tell();
        long before = clock.microsAt(0);
        for (int n = 1; n < 600; n++) {
            // Much faster than it sounds.
            clock.arrived(RATE, NOON + n * 1_000);

            assertThat(clock.microsAt((long) n * RATE)).isGreaterThan(before);
            before = clock.microsAt((long) n * RATE);
        }
    }
}
