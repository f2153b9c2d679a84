package org.earshot.trainer.eval.metric;

/**
 * Rates of one operating point, per label.
 *
 * @param truePositiveRatio [K] share of the events found; NaN for a label without events
 * @param falsePositiveRate [K] false detections per hour of sound
 * @param crossTriggerRate [K][K] cross-triggers of the detected label (first) on another label's events, per hour of
 *     those events; 0 on the diagonal
 */
record PsdsRates(double[] truePositiveRatio, double[] falsePositiveRate, double[][] crossTriggerRate) {

    /** R_FP + alpha_CT * mean over the other labels of R_CT. */
    double effectiveFalsePositiveRate(int label, double crossTriggerWeight) {
        int others = falsePositiveRate.length - 1;
        double sum = 0;
        for (double rate : crossTriggerRate[label]) {
            sum += rate;
        }
        return falsePositiveRate[label] + (others == 0 ? 0 : crossTriggerWeight * sum / others);
    }
}
