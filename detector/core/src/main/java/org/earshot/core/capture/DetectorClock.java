package org.earshot.core.capture;

/**
 * The time of a detector that reads from a log and may be far behind. A source is silent if others arrived without it, or if
 * there was nothing to read; how long reading takes says nothing:
 *
 * <pre>
 * arrival   a b c d e f        g            read late, all at once: 8 s pass from a to g, whatever the clock on the wall says
 * idle                  ......   .......    nothing to read: time passes as on the wall
 * </pre>
 *
 * <p>For one thread.
 */
public final class DetectorClock {
    /** Between two ticks, what lasted longer was no waiting for a missing chunk but a standstill. */
    private static final long MOST_IDLE_MS = 100;

    private final long longestStepMs;
    private long nowMs;
    private long tickMs;
    private long liveMs;
    private long idleMs;
    /** Part of the live time that passed idly and that the next arrivals say again. */
    private long aheadMs;

    private long newestArrivalMs = Long.MIN_VALUE;
    /** Time since the newest arrival, as on the wall. */
    private long behindMs;

    private boolean busy;

    /** @param longestStepMs a pause or a standstill counts no more than this at once, so that the others may follow */
    public DetectorClock(long longestStepMs) {
        this.longestStepMs = Math.max(1, longestStepMs);
    }

    /** Begins here. */
    public void begin(long now) {
        nowMs = now;
        tickMs = now;
    }

    public void setNow(long now) {
        nowMs = now;
    }

    /** Wall-clock time, milliseconds since 1970. */
    public long nowMs() {
        return nowMs;
    }

    /** Time by which the silence of sources is measured. */
    public long liveMs() {
        return liveMs;
    }

    /** Time for which there was nothing to read. */
    public long idleMs() {
        return idleMs;
    }

    /** When the newest record arrived: what arrived before has been read. Goes back where a clock was set back. */
    public long newestArrivalMs() {
        return newestArrivalMs;
    }

    /**
     * A record was read. A time of arrival that lies ahead of the machine's is not believed. Where all arrive before the newest
     * for a while, a clock was set back, and time goes on from there.
     */
    public void arrived(long arrivedMs) {
        busy = true;
        long before = newestArrivalMs;
        long believed = Math.min(arrivedMs, nowMs);
        if (believed >= before || behindMs >= longestStepMs) {
            newestArrivalMs = believed;
            behindMs = 0;
        }
        if (before != Long.MIN_VALUE) {
            long step = Math.max(0, newestArrivalMs - before);
            liveMs += Math.max(0, Math.min(step, longestStepMs) - aheadMs);
            aheadMs = Math.max(0, aheadMs - step);
        }
    }

    /** Time passed; idly, if nothing arrived in it. */
    public void tick(long now) {
        long passed = Math.max(0, now - tickMs);
        nowMs = now;
        tickMs = now;
        behindMs += passed;
        if (!busy) {
            long step = Math.min(passed, longestStepMs);
            liveMs += step;
            aheadMs = Math.min(aheadMs + step, longestStepMs);
            idleMs += Math.min(passed, MOST_IDLE_MS);
        }
        busy = false;
    }
}
