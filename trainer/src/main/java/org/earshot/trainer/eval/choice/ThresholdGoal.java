package org.earshot.trainer.eval.choice;

import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.eval.metric.BinaryScores;

/**
 * The objective of a choice of thresholds: the largest weighted sum of three F1 values under a limit on false alarms.
 * Segments and tags stabilise the choice for labels with few events or with onsets that are hard to detect.
 *
 * @param eventWeight weight of the event F1, 200 ms / 50 %
 * @param segmentWeight weight of the F1 in segments of 1 s
 * @param tagWeight weight of the F1 of the clip tags at the gate
 * @param maxAlarmsPerHour false alarms that a label may raise per hour of background
 */
public record ThresholdGoal(double eventWeight, double segmentWeight, double tagWeight, double maxAlarmsPerHour) {
    public ThresholdGoal {
        if (!(eventWeight >= 0 && segmentWeight >= 0 && tagWeight >= 0)
                || eventWeight + segmentWeight + tagWeight == 0) {
            throw new ConfigurationException("thresholds: weights must be 0 or more and one of them above 0, are "
                    + eventWeight + ", " + segmentWeight + " and " + tagWeight);
        }
        if (!(maxAlarmsPerHour >= 0)) {
            throw new ConfigurationException("thresholds: alarms per hour must be 0 or more, are " + maxAlarmsPerHour);
        }
    }

    double value(BinaryScores events, BinaryScores segments, BinaryScores tags) {
        return eventWeight * events.f1() + segmentWeight * segments.f1() + tagWeight * tags.f1();
    }
}
