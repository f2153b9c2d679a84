package org.earshot.trainer.eval.choice;

import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.eval.metric.BinaryScores;

/**
 * What thresholds are chosen for: the largest weighted sum of three F1 values under a limit of false alarms. Segments and
 * tags steady the choice where a label has few events, or events whose onsets are hard to meet.
 *
 * @param eventWeight of the event F1, 200 ms / 50 %
 * @param segmentWeight of the F1 in segments of 1 s
 * @param tagWeight of the F1 of the clip tags at the gate
 * @param maxAlarmsPerHour false alarms on background an hour that a label may raise
 */
public record ThresholdGoal(double eventWeight, double segmentWeight, double tagWeight, double maxAlarmsPerHour) {
    public ThresholdGoal {
        if (!(eventWeight >= 0 && segmentWeight >= 0 && tagWeight >= 0)
                || eventWeight + segmentWeight + tagWeight == 0) {
            throw new ConfigurationException("thresholds: weights must be 0 or more, and one above 0, are "
                    + eventWeight + ", " + segmentWeight + " and " + tagWeight);
        }
        if (!(maxAlarmsPerHour >= 0)) {
            throw new ConfigurationException("thresholds: alarms an hour must be 0 or more, are " + maxAlarmsPerHour);
        }
    }

    double value(BinaryScores events, BinaryScores segments, BinaryScores tags) {
        return eventWeight * events.f1() + segmentWeight * segments.f1() + tagWeight * tags.f1();
    }
}
