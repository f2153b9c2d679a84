package org.earshot.trainer.teach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GateTailTest {
    private static final double HOURS = 3;

    @Test
    void shouldCountAlarmsAboveAGateOnly() {
        GateTail tail = new GateTail(new float[] {0.3f, 0.1f, 0.3f, 0.6f}, 2);

        assertThat(tail.count(0.3f)).isEqualTo(1);
        assertThat(tail.count(0.2f)).isEqualTo(3);
        assertThat(tail.count(0.9f)).isZero();
    }

    @Test
    void shouldNeedNoGateWhereFewerAlarmsThanAllowedWereHeard() {
        assertThat(new GateTail(new float[] {0.9f}, 10).gate(0.5)).isZero();
        assertThat(new GateTail(new float[0], 10).gate(0.5)).isZero();
        assertThat(new GateTail(new float[] {0.01f, 0.02f}, 1).gate(0.5)).isZero();
    }

    @Test
    void shouldKeepTheRateOnHoursThatItHasNotHeard() {
        double counted = 0;
        int places = 60;
        for (int place = 0; place < places; place++) {
            Random random = new Random(place);
            float gate = new GateTail(alarms(random), HOURS).gate(0.5);
            counted += new GateTail(alarms(random), HOURS).count(gate) / HOURS;
        }

        assertThat(counted / places).isBetween(0.25, 1.0);
    }

    @Test
    void shouldRaiseTheGateForFewerAlarms() {
        GateTail tail = new GateTail(alarms(new Random(1)), HOURS);

        assertThat(tail.gate(0.1)).isGreaterThan(tail.gate(0.5)).isLessThan(1);
        assertThat(tail.gate(0.5)).isGreaterThan(tail.gate(2));
    }

    /** Forty tags whose log odds fall off as pooled scores do. */
    private static float[] alarms(Random random) {
        float[] alarms = new float[40];
        for (int i = 0; i < alarms.length; i++) {
            double odds = -2 + Math.pow(-Math.log(1 - random.nextDouble()), 1 / 1.5);
            alarms[i] = (float) (1 / (1 + Math.exp(-odds)));
        }
        return alarms;
    }
}
