package org.earshot.core.capture;

import java.time.Duration;
import org.earshot.core.model.ConfigurationException;

/**
 * What is done with a source that does not send evenly, and how many sources there may be.
 *
 * @param gapFillMax gaps up to this are bridged, longer ones begin a new stretch
 * @param reorder how long a chunk waits for one before it that is missing; zero: not at all
 * @param staleAfter a source that sends nothing for this long is flushed
 * @param forgetAfter how long after its last chunk an ended or stale source is remembered, to know late chunks
 * @param maxSpeed seconds of sound that a source may send per second of arrival, in the long run; 0 for any number
 * @param burst seconds of sound that a source may send at once beyond that
 * @param maxSources most sources of one detector at the same time; chunks of others are refused
 */
public record SourceLimits(
        Duration gapFillMax,
        Duration reorder,
        Duration staleAfter,
        Duration forgetAfter,
        double maxSpeed,
        Duration burst,
        int maxSources) {
    /** Default for the most sources of one detector. */
    public static final int DEFAULT_MAX_SOURCES = 10_000;

    /** Default for how long a chunk waits for a missing one. */
    public static final Duration DEFAULT_REORDER = Duration.ofMillis(300);

    public SourceLimits {
        if (staleAfter.isNegative()
                || staleAfter.isZero()
                || gapFillMax.isNegative()
                || reorder.isNegative()
                || maxSpeed < 0
                || maxSources < 1) {
            throw new ConfigurationException("limits: gapFillMax, reorder and maxSpeed must not be negative,"
                    + " staleAfter and maxSources must be positive");
        }
    }

    /** The defaults, with these two. */
    public static SourceLimits of(Duration gapFillMax, Duration staleAfter) {
        return new SourceLimits(
                gapFillMax,
                DEFAULT_REORDER,
                staleAfter,
                Duration.ofHours(6),
                0,
                Duration.ofSeconds(60),
                DEFAULT_MAX_SOURCES);
    }

    public SourceLimits withMaxSpeed(double speed, Duration most) {
        return new SourceLimits(gapFillMax, reorder, staleAfter, forgetAfter, speed, most, maxSources);
    }

    public SourceLimits withReorder(Duration window) {
        return new SourceLimits(gapFillMax, window, staleAfter, forgetAfter, maxSpeed, burst, maxSources);
    }

    public SourceLimits withMaxSources(int most) {
        return new SourceLimits(gapFillMax, reorder, staleAfter, forgetAfter, maxSpeed, burst, most);
    }
}
