package org.earshot.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NaturalLogTest {
    @ParameterizedTest
    @ValueSource(
            doubles = {
                Double.MIN_NORMAL,
                1e-8,
                0.5,
                0.70710678118654,
                0.70710678118655,
                1,
                1.4142135623730,
                2,
                1e9,
                1e300
            })
    void shouldHoldAtTheEdges(double x) {
        assertThat(NaturalLog.of(x)).isCloseTo(Math.log(x), within(1e-9));
    }

    @Test
    void shouldHoldOverAllOrdersOfMagnitude() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            double x = Math.exp(-20 + 40 * random.nextDouble());
            assertThat(NaturalLog.of(x)).isCloseTo(Math.log(x), within(1e-9));
        }
    }
}
