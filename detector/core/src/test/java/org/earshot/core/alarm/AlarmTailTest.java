package org.earshot.core.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlarmTailTest {
    private static final double LOWEST = -2;

    @Test
    void shouldLeaveALabelAloneThatHasFewerAlarmsThanItMay() {
        AlarmTail tail = new AlarmTail(LOWEST, new double[] {0.5}, 1);

        assertThat(tail.step(3, 0)).isZero();
        assertThat(tail.step(3, LOWEST)).isEqualTo(LOWEST);
    }

    @Test
    void shouldCountWhereManyWereHeard() {
        double[] margins = descending(weibull(new Random(1), 500, 1));
        AlarmTail tail = new AlarmTail(0, margins, 1);

        double step = tail.step(100, 0);

        assertThat(tail.heard(step)).isEqualTo(100);
        assertThat(tail.expected(step)).isEqualTo(100);
        assertThat(step).isCloseTo(Math.pow(Math.log(5), 1 / 1.5), offset(0.15));
    }

    @Test
    void shouldGoBeyondTheHighestWhereLessThanOneIsWanted() {
        double[] margins = descending(weibull(new Random(2), 20, 1));
        AlarmTail tail = new AlarmTail(0, margins, 1);

        double step = tail.step(0.1, 0);

        assertThat(step).isGreaterThan(margins[0]);
        assertThat(tail.expected(step)).isCloseTo(0.1, offset(1e-9));
    }

    @Test
    void shouldRaiseALabelThatWasNotHeardLittleAndOnlyIfNearlyNothingIsWanted() {
        AlarmTail silent = new AlarmTail(LOWEST, new double[0], 1);

        assertThat(silent.expected(0)).isPositive().isLessThan(0.1);
        assertThat(silent.step(0.1, 0)).isZero();
        assertThat(silent.step(0.001, 0)).isPositive();
    }

    @Test
    void shouldTakeTheMeanOfAllLabelsForALabelThatWasNotHeard() {
        var loud = new AlarmTail.Label(0, descending(weibull(new Random(6), 12, 8)));
        var silent = new AlarmTail.Label(0, new double[0]);

        double mean = AlarmTail.meanPower(List.of(loud, silent));

        assertThat(mean).isBetween(1.5, 8.0);
        assertThat(AlarmTail.meanPower(List.of(silent))).isEqualTo(1);
    }

    @Test
    void shouldExpectWhatComesWhateverTheDayWasLike() {
        // 300 places: a day of 3 to 40 alarms of a label, thresholds for one, and the day after.
        Random random = new Random(3);
        double next = 0;
        int places = 300;
        for (int place = 0; place < places; place++) {
            int day = 3 + random.nextInt(38);
            double mean = 0.8 + 0.4 * random.nextDouble();
            AlarmTail tail = new AlarmTail(0, descending(weibull(random, day, mean)), 1);
            next += above(weibull(random, day, mean), tail.step(1, 0));
        }

        assertThat(next / places).isBetween(0.5, 2.0);
    }

    /** @param mean of the values to the power of 1.5 */
    private static double[] weibull(Random random, int count, double mean) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = Math.pow(-mean * Math.log(1 - random.nextDouble()), 1 / 1.5);
        }
        return values;
    }

    private static double[] descending(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        List<Double> reversed = new ArrayList<>();
        for (double value : sorted) {
            reversed.add(0, value);
        }
        return reversed.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static int above(double[] values, double step) {
        return (int) Arrays.stream(values).filter(value -> value > step).count();
    }
}
