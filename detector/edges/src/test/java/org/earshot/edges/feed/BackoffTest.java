package org.earshot.edges.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(60);

    @Property(tries = 100)
    void shouldDoubleUpToItsLimitAndTakeARandomHalfOff(@ForAll long seed) {
        var backoff = new Backoff(LEAST, MOST, new Random(seed));

        for (int failure = 0; failure < 100; failure++) {
            long full = Math.min(60_000, failure > 20 ? 60_000 : 1_000L << failure);
            assertThat(backoff.next().toMillis()).isBetween(full / 2, full);
        }
    }

    @Test
    void shouldBeginAgainAfterSuccess() {
        var backoff = new Backoff(LEAST, MOST, new Random(1));
        for (int failure = 0; failure < 10; failure++) {
            backoff.next();
        }

        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(LEAST);
    }
}
