package org.earshot.app.calibrate;

import org.earshot.core.model.Thresholds;

/**
 * Moves the thresholds of a label together, by one number: gate and high go by the same step of their logits, ln(p / (1 - p)),
 * so that 0.5 goes to 0.73 and 0.9 to 0.96 with a step of 1. Low stays.
 *
 * <p>Low stays because onset and offset of an event hang on it: an event that survives higher thresholds keeps its
 * times and its id. (One that was joined of several bursts may lose those that no longer reach high, which the count
 * passes over.) An event whose peak is y and whose tag is g survives a step s if logit(y) - logit(high) &gt;= s and
 * logit(g) - logit(gate) &gt; s, so one number gives how far each event is above its thresholds: its <em>margin</em>,
 * the smaller of both differences. How many alarms there would have been at any step is then known from the events at
 * the lowest. Stateless.
 */
final class ThresholdStep {
    /** How far below its thresholds events are considered. */
    private static final double LOWEST = -2;

    private static final double EPSILON = 1e-6;

    private ThresholdStep() {}

    /** The thresholds a step above others; below for a negative one. High never falls below low. */
    static Thresholds moved(Thresholds own, double step) {
        if (step == 0) {
            return own;
        }
        float gate = moved(own.gate(), step);
        float high = Math.max(own.low(), moved(own.high(), step));
        return new Thresholds(gate, high, own.low());
    }

    /** How far an event is above thresholds, in steps. @param peak its largest activity @param tag its highest tag */
    static double margin(Thresholds own, float peak, float tag) {
        return Math.min(logit(peak) - logit(own.high()), logit(tag) - logit(own.gate()));
    }

    /** The lowest step down to which all events can be known: where high has come down to low, at most {@code LOWEST}. */
    static double lowest(Thresholds own) {
        return Math.min(0, Math.max(LOWEST, logit(own.low()) - logit(own.high())));
    }

    private static float moved(float threshold, double step) {
        float moved = (float) (1 / (1 + Math.exp(-logit(threshold) - step)));
        // A threshold of 0 or 1, which has no logit, does not move the wrong way.
        return step > 0 ? Math.max(threshold, moved) : Math.min(threshold, moved);
    }

    private static double logit(double p) {
        double bounded = Math.max(EPSILON, Math.min(1 - EPSILON, p));
        return Math.log(bounded / (1 - bounded));
    }
}
