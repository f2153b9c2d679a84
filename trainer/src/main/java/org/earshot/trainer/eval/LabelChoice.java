package org.earshot.trainer.eval;

import org.earshot.detector.model.Thresholds;

/**
 * The thresholds chosen for a label and what they give.
 *
 * @param label class name
 * @param thresholds gate, high and low
 * @param f1 event-based, on the validation clips
 * @param precision likewise
 * @param recall likewise
 * @param references events of the label there
 * @param alarmsPerHour on the background
 */
public record LabelChoice(
        String label,
        Thresholds thresholds,
        double f1,
        double precision,
        double recall,
        int references,
        double alarmsPerHour) {}
