package org.earshot.trainer.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Consumer;
import org.earshot.trainer.data.SmallCorpus;
import org.junit.jupiter.api.Test;

class FiltersTest {
    private static final int RATE_HZ = SmallCorpus.RATE_HZ;

    @Test
    void shouldRaiseTheTopAndLeaveTheBottomForAShelf() {
        Consumer<float[]> shelf = x -> Filters.highShelf(x, RATE_HZ, 1000, 12);

        assertThat(gainDb(30, shelf)).isCloseTo(0, within(0.2));
        assertThat(gainDb(1000, shelf)).isCloseTo(6, within(0.5));
        assertThat(gainDb(7800, shelf)).isCloseTo(12, within(0.3));
    }

    @Test
    void shouldBeThreeDecibelsDownAtTheCornersOfThePasses() {
        Consumer<float[]> low = x -> Filters.lowPass(x, RATE_HZ, 4000);
        Consumer<float[]> high = x -> Filters.highPass(x, RATE_HZ, 200);

        assertThat(gainDb(4000, low)).isCloseTo(-3, within(0.2));
        assertThat(gainDb(500, low)).isCloseTo(0, within(0.1));
        assertThat(gainDb(7000, low)).isLessThan(-30);
        assertThat(gainDb(200, high)).isCloseTo(-3, within(0.2));
        assertThat(gainDb(3000, high)).isCloseTo(0, within(0.1));
        assertThat(gainDb(20, high)).isLessThan(-35);
    }

    private static double gainDb(double hz, Consumer<float[]> filter) {
        float[] in = SmallCorpus.tone(hz, 2);
        float[] out = in.clone();
        filter.accept(out);
        return 10 * Math.log10(power(out) / power(in));
    }

    private static double power(float[] x) {
        double sum = 0;
        for (int n = x.length / 2; n < x.length; n++) {
            sum += (double) x[n] * x[n];
        }
        return sum;
    }
}
