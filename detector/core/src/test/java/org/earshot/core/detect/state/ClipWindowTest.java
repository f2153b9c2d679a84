package org.earshot.core.detect.state;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ClipWindowTest {
    @Property(tries = 1000)
    void shouldHoldTheEventWheneverItsSoundIsThere(
            @ForAll @LongRange(min = 0, max = 5_000) long keptFirst,
            @ForAll @LongRange(min = 0, max = 5_000) long keptLength,
            @ForAll @LongRange(min = 0, max = 6_000) long onset,
            @ForAll @LongRange(min = 0, max = 3_000) long length,
            @ForAll @LongRange(min = 0, max = 1_000) long roll) {
        var kept = new ClipWindow(keptFirst, keptFirst + keptLength);

        var window = ClipWindow.around(onset, onset + length, roll, roll, kept);

        assertThat(window.first()).isBetween(kept.first(), kept.end());
        assertThat(window.end()).isBetween(window.first(), kept.end());
        if (kept.holds(onset, onset + length)) {
            assertThat(window.holds(onset, onset + length)).isTrue();
        }
    }

    @Test
    void shouldHavePreAndPostRoll() {
        var kept = new ClipWindow(0, 1_000);

        assertThat(ClipWindow.around(300, 400, 50, 100, kept)).isEqualTo(new ClipWindow(250, 500));
        assertThat(ClipWindow.around(20, 990, 50, 100, kept)).isEqualTo(kept);
    }
}
