package org.earshot.core.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Warnings at a bounded rate: of each kind one line per interval; the next line says how many were left out. A
 * microphone that sends a thousand broken chunks costs as many lines as one that sends two.
 *
 * <p>Safe for use by several threads. Holds at most {@value #MAX_KINDS} kinds; more share one.
 */
public final class RateLimitedLog {
    private static final int MAX_KINDS = 1_000;
    private static final String OTHERS = "others";

    private final Logger log;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final Map<String, Kind> kinds = new HashMap<>();

    /** One line of each kind per interval, by the process's own clock. */
    public RateLimitedLog(Logger log, Duration interval) {
        this(log, interval, System::nanoTime);
    }

    /** @param nanoTime a clock that never goes back, in nanoseconds */
    public RateLimitedLog(Logger log, Duration interval, LongSupplier nanoTime) {
        this.log = log;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Logs a warning unless one of its kind was logged within the interval.
     *
     * @param kind what is limited together, e.g. the reason; never something unbounded such as an offset
     * @param message one line
     */
    public void warn(String kind, String message) {
        warn(kind, () -> message);
    }

    /** The same for a line that is not made unless it is logged. */
    public void warn(String kind, Supplier<String> message) {
        long leftOut = admit(kind);
        if (leftOut == 0) {
            log.warn("{}", message.get());
        } else if (leftOut > 0) {
            log.warn("{} (and {} more like it since the last such line)", message.get(), leftOut);
        }
    }

    /** @return number of lines left out before this one, or -1 if this one is to be left out too */
    private synchronized long admit(String name) {
        String key = kinds.containsKey(name) || kinds.size() < MAX_KINDS ? name : OTHERS;
        long now = nanoTime.getAsLong();
        Kind kind = kinds.get(key);
        if (kind == null) {
            kinds.put(key, new Kind(now));
            return 0;
        }
        if (now - kind.loggedAt < intervalNanos) {
            kind.leftOut++;
            return -1;
        }
        long leftOut = kind.leftOut;
        kind.loggedAt = now;
        kind.leftOut = 0;
        return leftOut;
    }

    private static final class Kind {
        private long loggedAt;
        private long leftOut;

        private Kind(long loggedAt) {
            this.loggedAt = loggedAt;
        }
    }
}
