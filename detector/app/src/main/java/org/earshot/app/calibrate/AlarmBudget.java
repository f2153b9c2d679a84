package org.earshot.app.calibrate;

import java.util.List;
import org.earshot.core.alarm.AlarmTail;

/**
 * Divides a number of false alarms among labels so that their thresholds rise as little as possible: the sum of all steps is
 * least, under tails of one scale, where every label that is raised is left the same number of alarms, and labels
 * that have fewer anyway are not touched. Stateless.
 */
final class AlarmBudget {
    private static final int HALVINGS = 80;
    private static final double LEAST_SHARE = 1e-9;

    private AlarmBudget() {}

    /**
     * The steps of the labels.
     *
     * @param wanted alarms of all labels together in as much sound as was analysed: as many are expected in as much
     *     again, and no more were found
     * @param least step of each label below which it must not go
     */
    static double[] steps(List<AlarmTail> tails, double wanted, double[] least) {
        double low = Math.log(LEAST_SHARE);
        double high = Math.log(Math.max(1, 2 * wanted) + total(tails, least));
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            double[] steps = shared(tails, Math.exp(middle), least);
            if (total(tails, steps) <= wanted && heard(tails, steps) <= wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return shared(tails, Math.exp(low), least);
    }

    private static double[] shared(List<AlarmTail> tails, double share, double[] least) {
        double[] steps = new double[tails.size()];
        for (int k = 0; k < steps.length; k++) {
            steps[k] = tails.get(k).step(share, least[k]);
        }
        return steps;
    }

    static double total(List<AlarmTail> tails, double[] steps) {
        double sum = 0;
        for (int k = 0; k < steps.length; k++) {
            sum += tails.get(k).expected(steps[k]);
        }
        return sum;
    }

    private static int heard(List<AlarmTail> tails, double[] steps) {
        int sum = 0;
        for (int k = 0; k < steps.length; k++) {
            sum += tails.get(k).heard(steps[k]);
        }
        return sum;
    }
}
