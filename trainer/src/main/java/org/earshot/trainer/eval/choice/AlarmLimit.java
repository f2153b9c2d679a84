package org.earshot.trainer.eval.choice;

import java.util.List;

/**
 * A limit on false alarms, from which an operating point of a model follows.
 *
 * @param name of the operating point
 * @param alarmsPerHour false alarms per hour of background and label, as a mean over the labels
 */
public record AlarmLimit(String name, double alarmsPerHour) {
    /** Place of the operating point that detectors take unless told otherwise. */
    public static final int NORMAL = 1;

    /**
     * The operating points that a model gets, from the fewest alarms to the most.
     *
     * @param normal alarms per hour of the normal point; the quiet one allows no more, the sensitive one no fewer
     */
    public static List<AlarmLimit> points(double normal) {
        return List.of(
                new AlarmLimit("quiet", Math.min(0.1, normal)),
                new AlarmLimit("normal", normal),
                new AlarmLimit("sensitive", Math.max(2, normal)));
    }
}
