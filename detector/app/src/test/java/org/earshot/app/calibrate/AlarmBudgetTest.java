package org.earshot.app.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.core.alarm.AlarmTail;
import org.earshot.core.model.Thresholds;
import org.junit.jupiter.api.Test;

class AlarmBudgetTest {
    private static final double LOWEST = -2;

    @Test
    void shouldDivideABudgetSoThatTheSumIsKeptHeardAndExpected() {
        List<AlarmTail> tails = List.of(
                new AlarmTail(0, descending(exponential(new Random(4), 50, 1)), 1),
                new AlarmTail(0, descending(exponential(new Random(5), 8, 1)), 1),
                new AlarmTail(LOWEST, new double[0], 1));

        double[] steps = AlarmBudget.steps(tails, 2, new double[3]);

        assertThat(AlarmBudget.total(tails, steps)).isBetween(1.2, 2.0);
        assertThat(tails.get(0).heard(steps[0]) + tails.get(1).heard(steps[1])).isLessThanOrEqualTo(2);
        assertThat(steps[0]).isGreaterThan(steps[1]);
        assertThat(steps[2]).isZero();
    }

    @Test
    void shouldMoveGateAndHighTogetherAndLeaveLow() {
        Thresholds moved = ThresholdStep.moved(new Thresholds(0.5f, 0.5f, 0.1f), 1);

        assertThat(moved.gate()).isCloseTo(0.731f, offset(0.001f));
        assertThat(moved.high()).isEqualTo(moved.gate());
        assertThat(moved.low()).isEqualTo(0.1f);
    }

    @Test
    void shouldNeverBringHighBelowLowNorMoveAThresholdTheWrongWay() {
        Thresholds tight = new Thresholds(1, 0.12f, 0.1f);

        assertThat(ThresholdStep.moved(tight, -5).high()).isEqualTo(0.1f);
        assertThat(ThresholdStep.moved(tight, -5).gate()).isLessThan(1);
        assertThat(ThresholdStep.moved(tight, 1).gate()).isEqualTo(1);
        assertThat(ThresholdStep.lowest(tight)).isBetween(-0.25, -0.15);
    }

    @Test
    void shouldTellAnEventThatSurvivesAStepByItsMargin() {
        Thresholds own = new Thresholds(0.5f, 0.2f, 0.1f);
        float peak = 0.6f;
        float tag = 0.8f;

        double margin = ThresholdStep.margin(own, peak, tag);
        Thresholds below = ThresholdStep.moved(own, margin - 0.01);
        Thresholds above = ThresholdStep.moved(own, margin + 0.01);

        assertThat(tag > below.gate() && peak >= below.high()).isTrue();
        assertThat(tag > above.gate() && peak >= above.high()).isFalse();
    }

    private static double[] exponential(Random random, int count, double mean) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = -mean * Math.log(1 - random.nextDouble());
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
}
