package org.earshot.trainer.eval;

import java.util.List;
import org.earshot.detector.model.ConfigurationException;

/**
 * The thresholds that {@link ThresholdSearch} tries. Gates need no list: they come from the scores.
 *
 * @param highs activity that an event must reach, 0..1
 * @param lowShares low thresholds as shares of the high one, 0..1
 * @param minEventFrames shortest events to try, frames
 * @param maxGapFrames longest gaps to try, frames
 * @param maxAlarmsPerHour false alarms on background an hour that a label may raise
 */
public record ThresholdSpace(
        List<Float> highs,
        List<Float> lowShares,
        List<Integer> minEventFrames,
        List<Integer> maxGapFrames,
        double maxAlarmsPerHour) {

    /** Highs from 0.03 to 0.95, lows of 30 to 90 %, the shortest events and longest gaps given. */
    public static ThresholdSpace usual(List<Integer> minEventFrames, List<Integer> maxGapFrames, double maxAlarms) {
        return new ThresholdSpace(
                List.of(
                        0.03f, 0.05f, 0.08f, 0.1f, 0.15f, 0.2f, 0.25f, 0.3f, 0.35f, 0.4f, 0.45f, 0.5f, 0.55f, 0.6f,
                        0.65f, 0.7f, 0.75f, 0.8f, 0.85f, 0.9f, 0.95f),
                List.of(0.3f, 0.5f, 0.7f, 0.9f),
                minEventFrames,
                maxGapFrames,
                maxAlarms);
    }

    public ThresholdSpace {
        highs = List.copyOf(highs);
        lowShares = List.copyOf(lowShares);
        minEventFrames = List.copyOf(minEventFrames);
        maxGapFrames = List.copyOf(maxGapFrames);
        if (highs.isEmpty() || lowShares.isEmpty() || minEventFrames.isEmpty() || maxGapFrames.isEmpty()) {
            throw new ConfigurationException("thresholds: there must be something to try of each kind");
        }
        if (!(maxAlarmsPerHour >= 0)) {
            throw new ConfigurationException("thresholds: alarms an hour must be 0 or more, are " + maxAlarmsPerHour);
        }
    }
}
