package org.earshot.trainer.eval.choice;

import java.util.List;

/**
 * A limit on false alarms, from which an operating point of a model follows.
 *
 * @param name of the operating point
 * @param alarmsPerHour false alarms per hour of background and label, as a mean over the labels
 */
public record AlarmLimit(String name, double alarmsPerHour) {
    /** The operating points that a model gets. */
    public static final List<AlarmLimit> POINTS =
            List.of(new AlarmLimit("quiet", 0.1), new AlarmLimit("normal", 0.5), new AlarmLimit("sensitive", 2));
}
