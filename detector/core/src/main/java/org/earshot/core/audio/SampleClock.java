package org.earshot.core.audio;

/**
 * Tells the UTC time of a sample from its index, by the times that the sender gave for some of them. Between those, time goes
 * by the sample count, so a duration is never negative and never depends on the sender's clock.
 *
 * <ul>
 *   <li>A given time within 1 ms of the expected one changes nothing: an even stream keeps its first anchor.
 *   <li>Within the tolerance it moves the clock by a sixteenth of the difference: jitter is smoothed, drift is followed.
 *   <li>Beyond it the sender's clock must have been set: a new anchor is taken, and {@link #steps} counts it.
 * </ul>
 *
 * <pre>
 * 16 kHz, tolerance 200 ms, sample 0 at 12:00:00.000
 * sample 16,000 given as 12:00:01.0005   expected 12:00:01: nothing changes
 * sample 32,000 given as 12:00:02.016    16 ms late: sample 32,000 is at 12:00:02.001
 * sample 48,000 given as 13:00:00.000    the clock was set: sample 48,000 is at 13:00:00, one step
 * </pre>
 *
 * <p>For one thread. The state is a {@link State}.
 */
public final class SampleClock {
    private static final long MICROS = 1_000_000;
    private static final long STEADY_MICROS = 1_000;
    private static final int SMOOTHING = 16;

    private final int rateHz;
    private final long toleranceMicros;
    private State state;

    /**
     * State of the clock.
     *
     * @param sample index whose time is known
     * @param micros its time, microseconds since 1970 UTC
     * @param skewMicros the last given time minus the expected one
     * @param steps how often the sender's clock was set
     */
    public record State(long sample, long micros, long skewMicros, int steps) {}

    /** @param toleranceMicros differences beyond this are steps of the sender's clock */
    public SampleClock(int rateHz, long toleranceMicros, long firstSample, long capturedMicros) {
        this(rateHz, toleranceMicros, new State(firstSample, capturedMicros, 0, 0));
    }

    public SampleClock(int rateHz, long toleranceMicros, State state) {
        if (rateHz < 1 || toleranceMicros < 0) {
            throw new IllegalArgumentException(
                    "rate and tolerance must not be negative: " + rateHz + ", " + toleranceMicros);
        }
        this.rateHz = rateHz;
        this.toleranceMicros = toleranceMicros;
        this.state = state;
    }

    /** Takes the time that the sender gave for a sample, microseconds since 1970 UTC. */
    public void observe(long sample, long capturedMicros) {
        long expected = microsAt(sample);
        long skew = capturedMicros - expected;
        long size = Math.abs(skew);
        if (size <= STEADY_MICROS) {
            state = new State(state.sample, state.micros, skew, state.steps);
        } else if (size <= toleranceMicros) {
            state = new State(sample, expected + skew / SMOOTHING, skew, state.steps);
        } else {
            state = new State(sample, capturedMicros, skew, state.steps + 1);
        }
    }

    /** UTC time of a sample, microseconds since 1970; samples before the anchor as well. */
    public long microsAt(long sample) {
        return state.micros + durationMicros(sample - state.sample);
    }

    /** How long that many samples last, microseconds, rounded down. */
    public long durationMicros(long samples) {
        // In two parts, so that years of samples do not overflow.
        return Math.floorDiv(samples, rateHz) * MICROS + Math.floorMod(samples, rateHz) * MICROS / rateHz;
    }

    /** The first sample at or after a UTC time, microseconds since 1970. */
    public long sampleAt(long micros) {
        long since = micros - state.micros;
        long whole = Math.floorDiv(since, MICROS) * rateHz;
        return state.sample + whole + (Math.floorMod(since, MICROS) * rateHz + MICROS - 1) / MICROS;
    }

    /** The last given time minus the one expected by the sample count, microseconds. */
    public long skewMicros() {
        return state.skewMicros;
    }

    /** How often the sender's clock was set. */
    public int steps() {
        return state.steps;
    }

    public State state() {
        return state;
    }
}
