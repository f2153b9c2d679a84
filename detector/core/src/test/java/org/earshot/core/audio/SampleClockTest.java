package org.earshot.core.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SampleClockTest {
    private static final long START = 1_790_000_000_000_000L;
    private static final int RATE = 44_100;

    private final SampleClock clock = new SampleClock(RATE, 500_000, 0, START);

    @Test
    void shouldGoByTheSampleCount() {
        assertThat(clock.microsAt(0)).isEqualTo(START);
        assertThat(clock.microsAt(22_050)).isEqualTo(START + 500_000);
        assertThat(clock.microsAt(-44_100)).isEqualTo(START - 1_000_000);
        assertThat(clock.durationMicros(3L * 365 * 86_400 * RATE)).isEqualTo(3L * 365 * 86_400 * 1_000_000);
    }

    @Test
    void shouldKeepItsAnchorWhileTheSenderIsEven() {
        for (long sample = 0; sample < 100L * RATE; sample += 4_410) {
            clock.observe(sample, START + sample * 1_000_000 / RATE);
        }

        assertThat(clock.state().sample()).isZero();
        assertThat(clock.state().micros()).isEqualTo(START);
    }

    @Test
    void shouldFollowADriftOfAHundredPartsPerMillionWithinTenMilliseconds() {
        for (long second = 0; second < 86_400; second++) {
            long sent = START + second * 1_000_000 + second * 100;
            clock.observe(second * RATE, sent);

            assertThat(Math.abs(clock.microsAt(second * RATE) - sent)).isLessThan(10_000);
        }
        assertThat(clock.steps()).isZero();
    }

    @Test
    void shouldAnchorAnewWhenTheSendersClockIsSet() {
        clock.observe(RATE, START + 3_000_000);

        assertThat(clock.steps()).isEqualTo(1);
        assertThat(clock.skewMicros()).isEqualTo(2_000_000);
        assertThat(clock.microsAt(2 * RATE)).isEqualTo(START + 4_000_000);

        clock.observe(2 * RATE, START + 2_000_000);

        assertThat(clock.steps()).isEqualTo(2);
        assertThat(clock.microsAt(2 * RATE)).isEqualTo(START + 2_000_000);
    }

    @Property(tries = 200)
    void shouldNeverRunBackwardsFromSampleToSample(@ForAll long seed) {
        var random = new Random(seed);
        var wild = new SampleClock(16_000, 100_000, 0, START);
        for (int i = 0; i < 20; i++) {
            wild.observe(random.nextInt(1_000_000), START + random.nextInt(60_000_000) - 30_000_000);

            long first = random.nextInt(2_000_000);
            long later = first + random.nextInt(100_000);
            assertThat(wild.microsAt(later)).isGreaterThanOrEqualTo(wild.microsAt(first));
            assertThat(wild.sampleAt(wild.microsAt(first))).isBetween(first - 1, first);
        }
    }

    @Test
    void shouldGoOnFromItsState() {
        clock.observe(RATE, START + 1_200_000);

        var restored = new SampleClock(RATE, 500_000, clock.state());

        assertThat(restored.microsAt(5 * RATE)).isEqualTo(clock.microsAt(5 * RATE));
        assertThat(restored.skewMicros()).isEqualTo(200_000);
    }
}
