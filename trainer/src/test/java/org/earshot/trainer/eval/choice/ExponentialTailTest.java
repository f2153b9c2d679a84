package org.earshot.trainer.eval.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialTailTest {
    @Test
    void shouldCountAlarmsAboveAGateOnly() {
        ExponentialTail tail = new ExponentialTail(new float[] {0.3f, 0.1f, 0.3f, 0.6f}, 2);

        assertThat(tail.count(0.3f)).isEqualTo(1);
        assertThat(tail.count(0.2f)).isEqualTo(3);
        assertThat(tail.count(0.9f)).isZero();
    }

    @Test
    void shouldNeedNoGateWhereFewerAlarmsThanAllowedWereHeard() {
        assertThat(new ExponentialTail(new float[] {0.9f}, 10).gate(0.1)).isZero();
        assertThat(new ExponentialTail(new float[0], 1).gate(0)).isZero();
    }

    @Test
    void shouldMeetTheLimitOnHoursThatItHasNotHeard() {
        // Logits of alarms fall off exponentially: a third of those above any gate lie above the gate and ln 3 more.
        float gate = new ExponentialTail(alarms(60, 1), 3).gate(0.5);

        double rate = 0;
        for (int seed = 2; seed < 42; seed++) {
            rate += new ExponentialTail(alarms(60, seed), 3).count(gate) / (40 * 3.0);
        }
        assertThat(rate).isBetween(0.15, 1.5);
    }

    @Test
    void shouldExpectAlarmsAboveTheLoudestThatItHeard() {
        ExponentialTail tail = new ExponentialTail(alarms(60, 1), 3);
        float loudest = 0.999f;

        assertThat(tail.count(loudest)).isZero();
        assertThat(tail.perHour(loudest)).isGreaterThan(0).isLessThan(0.5);
        assertThat(tail.perHour(0.01f)).isEqualTo(tail.count(0.01f) / 3.0);
        assertThat(new ExponentialTail(new float[] {0.5f}, 2).perHour(0.4f)).isEqualTo(0.5);
    }

    @Test
    void shouldNotGoIntoTheCornerForWantOfAlarmsThere() {
        float[] spread = {0.2f, 0.3f, 0.4f, 0.55f, 0.7f, 0.79f};
        float[] loud = {0.2f, 0.5f, 0.85f, 0.9f, 0.93f, 0.95f};

        assertThat(new ExponentialTail(spread, 1).gate(0.1)).isEqualTo(0.8f);
        assertThat(new ExponentialTail(loud, 1).gate(0.1)).isGreaterThan(0.9f).isLessThan(1f);
    }

    @Test
    void shouldNotLetOneOddClipDecide() {
        float[] alarms = alarms(60, 1);
        alarms[0] = 0.999f;

        assertThat(new ExponentialTail(alarms, 3).gate(0.1)).isLessThanOrEqualTo(0.8f);
    }

    private static float[] alarms(int count, int seed) {
        Random random = new Random(seed);
        float[] alarms = new float[count];
        for (int i = 0; i < count; i++) {
            alarms[i] = (float) ExponentialTail.logistic(-4 - 0.8 * Math.log(1 - random.nextDouble()));
        }
        return alarms;
    }
}
