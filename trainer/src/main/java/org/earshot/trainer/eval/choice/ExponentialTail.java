package org.earshot.trainer.eval.choice;

import java.util.Arrays;

/**
 * Rate of false alarms of a label as a function of its gate, extrapolated beyond what the available hours of background
 * allow to count: the log odds of the largest tags are assumed to exceed the tenth largest by exponentially distributed
 * amounts (peaks over a threshold, Pickands 1975). Thus a rate of one alarm in ten hours can be estimated from three
 * hours, and no single clip decides alone. The thresholds of the shipped models were chosen with it; {@code calibrate} and
 * {@code teach}, which hear less sound, have {@link org.earshot.core.alarm.AlarmTail}.
 *
 * <p>Immutable.
 */
public final class ExponentialTail {
    private static final int PEAKS = 10;
    private static final int MIN_PEAKS = 3;
    private static final float CORNER = 0.8f;

    private final float[] rising;
    private final double hours;

    /** @param tags of the runs on background, in any order */
    public ExponentialTail(float[] tags, double hours) {
        this.rising = tags.clone();
        Arrays.sort(rising);
        this.hours = hours;
    }

    public double hours() {
        return hours;
    }

    /** Alarms counted above a gate. */
    public int count(float gate) {
        int at = Arrays.binarySearch(rising, Math.nextUp(gate));
        int first = at < 0 ? -at - 1 : at;
        while (first > 0 && rising[first - 1] > gate) {
            first--;
        }
        return rising.length - first;
    }

    /**
     * The lowest gate with at most this many alarms per hour. It exceeds 0.8 only if at least three alarms were
     * observed above 0.8: a gate that only the extrapolation requires would be fitted to its source.
     */
    public float gate(double perHour) {
        double allowed = perHour * hours;
        if (rising.length <= allowed) {
            return 0;
        }
        int peaks = Math.min(PEAKS, rising.length);
        float counted = rising[Math.max(0, rising.length - 1 - (int) Math.floor(allowed))];
        if (allowed >= peaks || peaks < MIN_PEAKS) {
            return cornered(counted);
        }
        double base = logit(rising[rising.length - peaks]);
        return cornered((float) logistic(base + scale(peaks, base) * Math.log(peaks / allowed)));
    }

    /**
     * Alarms per hour to be expected above a gate: those counted if there are ten or more, otherwise what the ten largest
     * tags let expect. So a gate just above the loudest clip does not count as silent.
     */
    public double perHour(float gate) {
        int counted = count(gate);
        int peaks = Math.min(PEAKS, rising.length);
        if (counted >= peaks || peaks < MIN_PEAKS) {
            return counted / hours;
        }
        double base = logit(rising[rising.length - peaks]);
        double scale = scale(peaks, base);
        return scale == 0 ? counted / hours : peaks * Math.exp((base - logit(gate)) / scale) / hours;
    }

    /** Mean excess of the log odds of the largest tags over the smallest of them. */
    private double scale(int peaks, double base) {
        double excess = 0;
        for (int i = rising.length - peaks + 1; i < rising.length; i++) {
            excess += logit(rising[i]) - base;
        }
        return excess / (peaks - 1);
    }

    private float cornered(float gate) {
        return gate > CORNER && count(CORNER) < MIN_PEAKS ? CORNER : Math.min(gate, Math.nextDown(1f));
    }

    static double logit(double share) {
        double p = Math.max(1e-4, Math.min(1 - 1e-4, share));
        return Math.log(p / (1 - p));
    }

    static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
