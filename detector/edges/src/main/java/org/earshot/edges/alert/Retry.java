package org.earshot.edges.alert;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and how patiently an alert is brought to a sink.
 *
 * @param attempts deliveries that are tried in all, at least 1
 * @param firstPause time before the second attempt; doubles from there
 * @param longestPause bound on that time
 * @param patience time after which an alert is given up however few attempts it had, waiting for its turn included
 */
public record Retry(int attempts, Duration firstPause, Duration longestPause, Duration patience) {
    static final Retry DEFAULT = new Retry(8, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(15));

    /** Pause after that many failures, between half and the whole of the doubled time. */
    long pauseMs(int failures) {
        long whole = Math.min(longestPause.toMillis(), firstPause.toMillis() << Math.min(failures - 1, 20));
        return whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1);
    }
}
