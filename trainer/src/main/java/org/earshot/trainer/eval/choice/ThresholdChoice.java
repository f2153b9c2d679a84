package org.earshot.trainer.eval.choice;

import java.util.List;
import org.earshot.core.model.Thresholds;

/**
 * Thresholds chosen for all labels of a model.
 *
 * @param minEventFrames minimum event length, for all labels
 * @param maxGapFrames maximum gap, for all labels
 * @param labels in the model's order
 * @param backgroundHours length of the background on which alarms were counted
 */
public record ThresholdChoice(int minEventFrames, int maxGapFrames, List<LabelChoice> labels, double backgroundHours) {

    /** Mean of the labels' event F1. */
    public double macroF1() {
        return labels.stream()
                .mapToDouble(label -> label.events().f1())
                .average()
                .orElse(0);
    }

    /** Mean of the labels' segment F1. */
    public double macroSegmentF1() {
        return labels.stream()
                .mapToDouble(label -> label.segments().f1())
                .average()
                .orElse(0);
    }

    double value() {
        return labels.stream().mapToDouble(LabelChoice::value).sum();
    }

    public List<Thresholds> thresholds() {
        return labels.stream().map(LabelChoice::thresholds).toList();
    }
}
