package org.earshot.trainer.teach;

import java.util.Arrays;
import java.util.List;
import org.earshot.core.alarm.AlarmTail;

/**
 * Gates of one label by the alarms an hour to expect above them, from the tags of what was taken for it on background. Tags are
 * compared by their log odds, whose tail {@link AlarmTail} extrapolates; the label's own tags are all that is known of it, so
 * they are their own prior.
 *
 * <p>Immutable.
 */
final class GateTail {
    /** Log odds of the least tag that is looked at, 0.05. */
    private static final double LOWEST = -3;

    /** Scores of 1 have no log odds. */
    private static final double HIGHEST = 1 - 1e-6;

    private final float[] tags;
    private final double hours;
    private final AlarmTail tail;

    /** @param tags of the runs on background, in any order */
    GateTail(float[] tags, double hours) {
        this.tags = tags.clone();
        this.hours = hours;
        double[] ascending = new double[tags.length];
        for (int i = 0; i < tags.length; i++) {
            double p = Math.max(1 - HIGHEST, Math.min(HIGHEST, tags[i]));
            ascending[i] = Math.log(p / (1 - p));
        }
        double[] margins = Arrays.stream(ascending)
                .filter(margin -> margin > LOWEST)
                .map(margin -> -margin)
                .sorted()
                .map(margin -> -margin)
                .toArray();
        AlarmTail.Label own = new AlarmTail.Label(LOWEST, margins);
        this.tail = new AlarmTail(LOWEST, margins, AlarmTail.meanPower(List.of(own), 0));
    }

    double hours() {
        return hours;
    }

    /** Alarms counted above a gate. */
    int count(float gate) {
        int count = 0;
        for (float tag : tags) {
            count += tag > gate ? 1 : 0;
        }
        return count;
    }

    /** The lowest gate above which no more alarms an hour are to be expected; 0 where any will do. */
    float gate(double perHour) {
        double step = tail.step(perHour * hours, LOWEST);
        return step == LOWEST ? 0 : (float) Math.min(HIGHEST, 1 / (1 + Math.exp(-step)));
    }
}
