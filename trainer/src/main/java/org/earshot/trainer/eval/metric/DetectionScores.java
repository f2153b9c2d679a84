package org.earshot.trainer.eval.metric;

/**
 * Detection measures of one label or of all. Undefined measures are NaN.
 *
 * @param f1 2PR / (P + R), 0 where both are 0
 * @param precision true positives / estimated
 * @param recall true positives / reference
 * @param errorRate substitution + deletion + insertion
 * @param deletion missed / reference
 * @param insertion false alarms / reference
 * @param substitution wrong labels / reference; NaN for a single label and for means over labels
 * @param reference number of reference events or active segments
 * @param estimated number of estimated events or active segments
 */
public record DetectionScores(
        double f1,
        double precision,
        double recall,
        double errorRate,
        double deletion,
        double insertion,
        double substitution,
        double reference,
        double estimated) {

    /** F1 of a precision and a recall; NaN if one of them is. */
    public static double f1(double precision, double recall) {
        return precision == 0 && recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
}
