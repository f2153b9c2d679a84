package org.earshot.core.alarm;

import java.util.Collection;

/**
 * How many false alarms of a label to expect above a step of its thresholds, in as much sound again as was analysed.
 *
 * <p>Where there are many they are counted. Above the {@value #TAIL} highest margins, and for labels of which few
 * alarms or none were found, the tail beyond a threshold u is assumed to be Weibull's: the excess x = s - u to the power
 * {@value #POWER} is exponential. A power of 1 would be the exponential tail of peaks over a threshold (Pickands 1975). Margins are
 * logits of scores that pooling keeps well below 1, so their tail falls faster than that. The number of alarms is Poisson, and
 * the mean of x^{@value #POWER} is not known. With a Gamma prior on its inverse, worth {@value #PRIOR_EVENTS} events of the mean
 * of all labels, the expected number at a step s &gt;= u is
 *
 * <p>n (1 + x^{@value #POWER} / S)^-(m + {@value #PRIOR_EVENTS}), where S is the sum of the m powers and the prior's.
 *
 * <p>So little sound makes the tail heavy and the thresholds high, and a label is not believed to be quiet because one day
 * happened to be. (The predictive distribution of x^{@value #POWER} is Lomax's.)
 *
 * <p>Example: 20 alarms whose x^{@value #POWER} is 1 on average, one wanted: the step is a little above (ln 20)^(2/3) = 2.1.
 *
 * <p>Immutable.
 */
public final class AlarmTail {
    private static final int TAIL = 15;
    private static final int PRIOR_EVENTS = 20;
    private static final double POWER = 1.5;

    /** What is expected at the lowest step of a label that was not found at all. */
    private static final double UNHEARD = 0.1;

    private final double[] margins;
    private final double threshold;
    private final double atThreshold;
    private final double scale;
    private final int shape;

    /**
     * @param lowest step down to which all events are known
     * @param margins of all events above it, descending
     * @param meanPower mean of x^{@value #POWER} over the tails of all labels, see {@link #meanPower}
     */
    public AlarmTail(double lowest, double[] margins, double meanPower) {
        this.margins = margins.clone();
        int tail = Math.min(TAIL, margins.length);
        boolean whole = tail == margins.length;
        this.threshold = whole ? lowest : margins[tail];
        // Between two events the number expected is half an event above the number found.
        this.atThreshold = whole ? Math.max(UNHEARD, tail) : tail + 0.5;
        this.scale = PRIOR_EVENTS * meanPower + powers(lowest, margins);
        this.shape = PRIOR_EVENTS + tail;
    }

    /**
     * All events of one label above a step.
     *
     * @param lowest step down to which they are known
     * @param margins descending
     */
    public record Label(double lowest, double[] margins) {}

    /** Mean of x^{@value #POWER} over the tails of labels, drawn towards 1 as by {@value #PRIOR_EVENTS} events of 1. */
    public static double meanPower(Collection<Label> labels) {
        return meanPower(labels, PRIOR_EVENTS);
    }

    /** The same, drawn towards 1 by so many events; 1 where there are none at all. */
    public static double meanPower(Collection<Label> labels, int eventsOfOne) {
        double sum = eventsOfOne;
        double events = eventsOfOne;
        for (Label label : labels) {
            sum += powers(label.lowest(), label.margins());
            events += Math.min(TAIL, label.margins().length);
        }
        return events == 0 || sum == 0 ? 1 : sum / events;
    }

    /** Sum of x^{@value #POWER} over the tail's events. */
    private static double powers(double lowest, double[] margins) {
        int tail = Math.min(TAIL, margins.length);
        double from = tail == margins.length ? lowest : margins[tail];
        double sum = 0;
        for (int i = 0; i < tail; i++) {
            sum += Math.pow(margins[i] - from, POWER);
        }
        return sum;
    }

    /** Events above a step. */
    public int heard(double step) {
        int count = 0;
        while (count < margins.length && margins[count] > step) {
            count++;
        }
        return count;
    }

    /** Events to expect above a step in as much sound again. */
    public double expected(double step) {
        return step < threshold
                ? heard(step)
                : atThreshold * Math.pow(1 + Math.pow(step - threshold, POWER) / scale, -shape);
    }

    /** The lowest step, but none below {@code least}, above which at most that many events are expected. */
    public double step(double wanted, double least) {
        if (expected(least) <= wanted) {
            return least;
        }
        if (wanted >= atThreshold) {
            int kept = Math.min(margins.length - 1, (int) Math.floor(wanted));
            return Math.max(least, (margins[kept] + margins[kept - 1]) / 2);
        }
        double power = scale * (Math.pow(atThreshold / wanted, 1.0 / shape) - 1);
        return Math.max(least, threshold + Math.pow(power, 1 / POWER));
    }
}
