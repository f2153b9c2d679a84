package org.earshot.trainer.eval.choice;

import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.metric.BinaryScores;

/**
 * The thresholds chosen for a label and their results.
 *
 * @param label class name
 * @param thresholds gate, high and low
 * @param events hits, false alarms and misses of events, 200 ms / 50 %, on the validation clips
 * @param segments the same in segments of 1 s
 * @param tags the same for clip tags at the gate
 * @param value value of the goal
 * @param alarmsPerHour false alarms on background
 */
public record LabelChoice(
        String label,
        Thresholds thresholds,
        BinaryScores events,
        BinaryScores segments,
        BinaryScores tags,
        double value,
        double alarmsPerHour) {}
