package org.earshot.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CaptureClockTest {
    private static final int RATE_HZ = 16_000;
    private static final long HOUR_MICROS = 3_600_000_000L;

    @Test
    void shouldTellTimesFromBeforeAStepHoweverLateItIsAsked() throws IOException {
        CaptureClock clock = new CaptureClock(RATE_HZ, 0, HOUR_MICROS);
        observe(clock, 0, 40, HOUR_MICROS);
        long soon = clock.microsAt(22 * RATE_HZ);

        // An hour back at second 40, and forward again by a minute at second 90.
        observe(clock, 40, 90, 0);
        observe(clock, 90, 400, 60_000_000);

        assertThat(soon).isEqualTo(HOUR_MICROS + 22_000_000);
        assertThat(clock.microsAt(22 * RATE_HZ)).isCloseTo(soon, within(1L));
        assertThat(clock.microsAt(41 * RATE_HZ)).isCloseTo(41_000_000L, within(1L));
        assertThat(clock.microsAt(91 * RATE_HZ)).isEqualTo(151_000_000);
        assertThat(stored(clock).microsAt(22 * RATE_HZ)).isEqualTo(clock.microsAt(22 * RATE_HZ));
    }

    private static void observe(CaptureClock clock, int fromSecond, int toSecond, long offMicros) {
        for (int second = fromSecond; second < toSecond; second++) {
            clock.observe((long) second * RATE_HZ, offMicros + second * 1_000_000L);
        }
    }

    private static CaptureClock stored(CaptureClock clock) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        clock.write(new DataOutputStream(bytes));
        return CaptureClock.read(RATE_HZ, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
