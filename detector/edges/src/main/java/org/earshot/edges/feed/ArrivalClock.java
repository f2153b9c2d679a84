package org.earshot.edges.feed;

import java.util.ArrayDeque;
import java.util.Deque;
import org.earshot.core.audio.SampleClock;

/**
 * Tells when the samples of a live sound were captured from when they arrive. A sample arrives after it was captured, never
 * before: of all estimates <i>arrival - sample count / rate</i> the least is the best, and sound that has piled up in a pipe,
 * in a network buffer or as a segment of HLS shows by later chunks giving lower ones:
 *
 * <pre>
 * chunks of 1 s that arrived at      10.0   10.0   10.0   10.4   11.4 s
 * say that the first sample is of     9.0    8.0    7.0    6.4    6.4 s, the last two of them truly
 * </pre>
 *
 * So no time is reported before a chunk has taken about as long to come as it lasts ({@link #isSettled}); then time
 * goes by the sample count, and follows the least estimate of the last half minute as {@link SampleClock} does. For one
 * thread.
 */
final class ArrivalClock {
    private static final long MICROS = 1_000_000;
    private static final long TOLERANCE_MICROS = 2 * MICROS;
    private static final long WINDOW_MICROS = 30 * MICROS;

    private record Estimate(long arrivedMicros, long startMicros) {}

    private final int rateHz;
    /** Ascending in both times: an estimate followed by a lower one is never the minimum again. */
    private final Deque<Estimate> estimates = new ArrayDeque<>();

    private SampleClock clock;
    private long previousMicros;
    private long samples;
    private boolean settled;
    private boolean told;

    /** @param nowMicros when reading begins, microseconds since 1970 UTC */
    ArrivalClock(int rateHz, long nowMicros) {
        this.rateHz = rateHz;
        this.previousMicros = nowMicros;
    }

    /** Takes note of the next samples. @param nowMicros when the last of them arrived, microseconds since 1970 UTC */
    void arrived(int length, long nowMicros) {
        long first = samples;
        samples += length;
        boolean unclear = !settled && !told;
        settled |= nowMicros - previousMicros >= durationMicros(length) / 2;
        previousMicros = nowMicros;
        add(new Estimate(nowMicros, nowMicros - durationMicros(samples)));
        long start = estimates.getFirst().startMicros;
        if (unclear) {
            clock = new SampleClock(rateHz, TOLERANCE_MICROS, 0, start);
        } else if (settled) {
            clock.observe(first, start + durationMicros(first));
        }
    }

    /**
     * Times are reported from here on, settled or not: what comes faster goes by the sample count, so that nothing
     * overlaps.
     */
    void tell() {
        told = true;
    }

    private void add(Estimate estimate) {
        while (!estimates.isEmpty() && estimates.getLast().startMicros >= estimate.startMicros) {
            estimates.removeLast();
        }
        estimates.addLast(estimate);
        while (estimates.getFirst().arrivedMicros < estimate.arrivedMicros - WINDOW_MICROS) {
            estimates.removeFirst();
        }
    }

    /** Whether sound comes no faster than it was captured. */
    boolean isSettled() {
        return settled;
    }

    /** When a sample was captured, microseconds since 1970 UTC. At least one must have arrived. */
    long microsAt(long sample) {
        return clock.microsAt(sample);
    }

    private long durationMicros(long count) {
        return count / rateHz * MICROS + count % rateHz * MICROS / rateHz;
    }
}
