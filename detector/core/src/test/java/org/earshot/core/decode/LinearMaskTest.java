package org.earshot.core.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearMaskTest {
    /** Two triangles over five bins, of different heights; the last bin lies under none. */
    private final float[][] weights = {{1, 2, 1, 0, 0}, {0, 0, 3, 1, 0}};

    private final LinearMask linear = new LinearMask(2, 5, (band, bin) -> weights[band][bin]);

    @Test
    void shouldGiveOneToEveryCoveredBinOfAMaskOfOnes() {
        float[] ones = linear.of(new float[] {1, 1}, 0, 1);

        assertThat(ones[4]).isZero();
        for (int bin = 0; bin < 4; bin++) {
            assertThat(ones[bin]).isEqualTo(1, within(1e-6f));
        }
    }

    @Test
    void shouldGiveABinUnderTwoFiltersAMeanOfTheirValues() {
        float[] mixed = linear.of(new float[] {0.2f, 0.6f}, 0, 1);

        assertThat(mixed[1]).isEqualTo(0.2f, within(1e-6f));
        assertThat(mixed[2]).isEqualTo(0.25f * 0.2f + 0.75f * 0.6f, within(1e-6f));
        assertThat(mixed[3]).isEqualTo(0.6f, within(1e-6f));
    }

    @Test
    void shouldStayBetweenZeroAndOne() {
        float[] mask = new float[2 * 50];
        var random = new Random(1);
        for (int i = 0; i < mask.length; i++) {
            mask[i] = random.nextFloat();
        }

        for (float value : linear.of(mask, 0, 50)) {
            assertThat(value).isBetween(0f, 1f);
        }
    }

    @Test
    void shouldReadFromAnOffset() {
        float[] padded = {9, 9, 0.2f, 0.6f, 0.4f, 0.8f};

        float[] read = linear.of(padded, 2, 2);

        assertThat(read).isEqualTo(linear.of(Arrays.copyOfRange(padded, 2, 6), 0, 2));
    }
}
