package org.earshot.trainer.data.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class HalfFloatTest {
    @Test
    void shouldGiveBackEveryHalf() {
        for (int bits = 0; bits < 65_536; bits++) {
            short half = (short) bits;
            float value = HalfFloat.toFloat(half);

            if (!Float.isNaN(value)) {
                assertThat(HalfFloat.of(value)).isEqualTo(half);
            }
        }
    }

    @Test
    void shouldKnowItsLandmarks() {
        assertThat(HalfFloat.toFloat(HalfFloat.of(1f))).isEqualTo(1f);
        assertThat(HalfFloat.toFloat(HalfFloat.of(65_504f))).isEqualTo(65_504f);
        assertThat(HalfFloat.toFloat(HalfFloat.of(65_520f))).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(HalfFloat.toFloat(HalfFloat.of(0x1p-24f))).isEqualTo(0x1p-24f);
        assertThat(HalfFloat.toFloat(HalfFloat.of(Float.NaN))).isNaN();
        assertThat(HalfFloat.toFloat(HalfFloat.of(1 + 0x1p-11f)))
                .as("ties go to even")
                .isEqualTo(1f);
    }

    @Property
    void shouldKeepElevenBits(@ForAll @FloatRange(min = -1000, max = 1000) float value) {
        float back = HalfFloat.toFloat(HalfFloat.of(value));

        assertThat(back).isCloseTo(value, within(Math.max(Math.abs(value) * 0x1p-11f, 0x1p-25f)));
    }
}
