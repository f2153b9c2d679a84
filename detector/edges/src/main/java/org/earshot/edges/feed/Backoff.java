package org.earshot.edges.feed;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long after each failure, up to a limit, and a random half of it less, so
 * that a thousand cameras behind one switch do not come back in the same second. For one thread.
 */
public final class Backoff {
    private final Duration least;
    private final Duration most;
    private final RandomGenerator random;
    private int failures;

    /** @param least before the second attempt @param most however often it failed */
    public Backoff(Duration least, Duration most, RandomGenerator random) {
        this.least = least;
        this.most = most;
        this.random = random;
    }

    /** The wait after one more failure: between half and all of min(most, least 2^failures). */
    public Duration next() {
        long full = most.toMillis();
        // Beyond 2^30 doublings would overflow, and every limit is reached.
        if (failures < 30) {
            full = Math.min(full, least.toMillis() << failures);
        }
        failures++;
        return Duration.ofMillis(full / 2 + (long) (random.nextDouble() * (full - full / 2)));
    }

    /** Counts as many failures as it takes to wait longest: an early attempt would fail in the same way. */
    public void exhaust() {
        failures = Integer.SIZE;
    }

    /** Forgets the failures: it worked. */
    public void reset() {
        failures = 0;
    }
}
