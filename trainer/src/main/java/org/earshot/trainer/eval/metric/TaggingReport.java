package org.earshot.trainer.eval.metric;

import java.util.Map;

/**
 * Measures of scores against binary targets, for clip tags or frames.
 *
 * @param micro decisions of all labels together
 * @param macro means over labels; AUC and AP over the labels where they are defined
 * @param labels each label, in the order of the model
 */
public record TaggingReport(BinaryScores micro, LabelScores macro, Map<String, LabelScores> labels) {

    /**
     * Measures of a label, or their means.
     *
     * @param f1 at the label's threshold
     * @param precision at the label's threshold
     * @param recall at the label's threshold
     * @param auc area under the ROC curve, NaN if the label is always or never true
     * @param averagePrecision NaN if the label is never true; its mean over labels is mAP
     * @param positives targets that are true
     */
    public record LabelScores(
            double f1, double precision, double recall, double auc, double averagePrecision, double positives) {}
}
