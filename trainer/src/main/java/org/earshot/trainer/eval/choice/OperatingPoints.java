package org.earshot.trainer.eval.choice;

import java.util.List;
import java.util.Map;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.trainer.eval.metric.BinaryScores;

/**
 * The decisions that {@link OperatingPointSearch} chose, and how well they do.
 *
 * @param limits limits on false alarms, one for each operating point
 * @param labels in the model's order
 * @param common for each limit the decisions of all labels, in the model's order, with one minimum length and one
 *     maximum gap shared by all of them
 */
public record OperatingPoints(List<AlarmLimit> limits, List<LabelResult> labels, List<List<Decision>> common) {

    /** The decisions under one limit, in the model's order of labels. */
    public List<Decision> decisions(int limit) {
        return labels.stream()
                .map(label -> label.points().get(limit).decision())
                .toList();
    }

    /**
     * How well one decision does on some clips.
     *
     * @param events hits, false alarms and misses, with a tolerance of 200 ms / 50 %
     * @param segments the same in segments of 1 s
     * @param alarms false alarms on background
     * @param hours length of that background
     */
    public record Figures(BinaryScores events, BinaryScores segments, int alarms, double hours) {
        Figures plus(Figures other) {
            return new Figures(
                    events.plus(other.events),
                    segments.plus(other.segments),
                    alarms + other.alarms,
                    hours + other.hours);
        }

        /** NaN without background. */
        public double alarmsPerHour() {
            return alarms / hours;
        }
    }

    /**
     * One label at one operating point.
     *
     * @param decision chosen on all clips
     * @param chosen how well it does on them
     * @param heldOut sum over the folds of how well the decision chosen on the other folds does on each; null if no fold
     *     can be left out, as with a single source
     * @param bySource hits and misses for each source data set
     */
    public record LabelPoint(Decision decision, Figures chosen, Figures heldOut, Map<String, BinaryScores> bySource) {}

    /**
     * One label at all operating points.
     *
     * @param label class name
     * @param sources number of its sources in the validation clips
     * @param byDataset true if the folds of {@code heldOut} are data sets, false if they are sources within one data
     *     set
     * @param points in the order of the limits
     * @param curve pairs of alarms per hour and recall over the gates, with the activity thresholds of the last limit
     */
    public record LabelResult(
            String label, int sources, boolean byDataset, List<LabelPoint> points, List<double[]> curve) {}
}
