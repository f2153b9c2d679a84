package org.earshot.trainer.eval.choice;

import java.util.Collections;
import java.util.List;
import org.earshot.trainer.eval.metric.BinaryScores;

/**
 * A gate and its results.
 *
 * @param gate 0..1; runs with a tag above it are events
 * @param events hits, false alarms and misses of events
 * @param segments the same in segments of 1 s
 * @param tags the same for clip tags
 */
record GateChoice(float gate, BinaryScores events, BinaryScores segments, BinaryScores tags) {

    double value(ThresholdGoal goal) {
        return goal.value(events, segments, tags);
    }

    /**
     * The lowest gate at which the alarms on background do not exceed the allowed rate.
     *
     * @param tags of the runs on background
     */
    static float quietGate(List<Float> tags, double hours, double maxPerHour) {
        int allowed = (int) Math.floor(maxPerHour * hours + 1e-9);
        if (tags.size() <= allowed) {
            return 0;
        }
        List<Float> falling = tags.stream().sorted(Collections.reverseOrder()).toList();
        return Math.min(1, falling.get(allowed));
    }
}
