package org.earshot.app.calibrate;

/**
 * How many false alarms of a label to expect at a step of its thresholds, in as much sound again as was analysed.
 *
 * <p>Where there are many they are counted. Above the {@value #TAIL} highest margins, and for labels of which few
 * alarms or none were found, the margins' tail is assumed to be exponential: the number of alarms is Poisson, and how
 * far they reach beyond a threshold u has a mean that is not known. With a Gamma prior on its inverse, worth
 * {@value #PRIOR_EVENTS} events of the mean of all labels, the expected number at a step s &gt;= u is
 *
 * <p>n (1 + (s - u) / S)^-(m + {@value #PRIOR_EVENTS}), where S is the sum of the m excesses and the prior's.
 *
 * <p>So little sound makes the tail heavy and the thresholds high, and a label is not believed to be quiet because one day
 * happened to be. (Peaks over a threshold: Pickands 1975; the predictive distribution is Lomax's.)
 *
 * <p>Example: 20 alarms whose margins exceed 0 by 1 on average, one wanted: the step is a little above ln 20 = 3.0.
 *
 * <p>Immutable.
 */
final class AlarmTail {
    static final int TAIL = 12;
    static final int PRIOR_EVENTS = 20;

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
     * @param meanExcess how far the events of all labels reach beyond a threshold, on average
     */
    AlarmTail(double lowest, double[] margins, double meanExcess) {
        this.margins = margins.clone();
        int tail = Math.min(TAIL, margins.length);
        boolean whole = tail == margins.length;
        this.threshold = whole ? lowest : margins[tail];
        // Between two events the number expected is half an event above the number found.
        this.atThreshold = whole ? Math.max(UNHEARD, tail) : tail + 0.5;
        this.scale = PRIOR_EVENTS * meanExcess + excess(lowest, margins);
        this.shape = PRIOR_EVENTS + tail;
    }

    /** Sum of the excesses of the tail's events. */
    static double excess(double lowest, double[] margins) {
        int tail = Math.min(TAIL, margins.length);
        double from = tail == margins.length ? lowest : margins[tail];
        double sum = 0;
        for (int i = 0; i < tail; i++) {
            sum += margins[i] - from;
        }
        return sum;
    }

    /** Events above a step. */
    int heard(double step) {
        int count = 0;
        while (count < margins.length && margins[count] > step) {
            count++;
        }
        return count;
    }

    /** Events to expect above a step in as much sound again. */
    double expected(double step) {
        return step < threshold ? heard(step) : atThreshold * Math.pow(1 + (step - threshold) / scale, -shape);
    }

    /** The lowest step, but none below {@code least}, above which at most that many events are expected. */
    double step(double wanted, double least) {
        if (expected(least) <= wanted) {
            return least;
        }
        if (wanted >= atThreshold) {
            int kept = Math.min(margins.length - 1, (int) Math.floor(wanted));
            return Math.max(least, (margins[kept] + margins[kept - 1]) / 2);
        }
        return Math.max(least, threshold + scale * (Math.pow(atThreshold / wanted, 1.0 / shape) - 1));
    }
}
