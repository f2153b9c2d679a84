package org.earshot.trainer.data.sound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AlterationTest {
    private static final float[] RISING = {0, 1, 2, 3, 4, 5, 6, 7, 8};

    @Test
    void shouldPlayASoundBackwards() {
        assertThat(new Alteration(1, true).of(RISING)).containsExactly(8, 7, 6, 5, 4, 3, 2, 1, 0);
        assertThat(RISING).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void shouldPlayASoundFasterAndSlower() {
        assertThat(new Alteration(2, false).of(RISING)).containsExactly(0, 2, 4, 6, 8);
        assertThat(new Alteration(0.5, false).of(RISING)).hasSize(17);
    }

    @Test
    void shouldReturnTheSamplesThemselvesWhereNothingChanges() {
        assertThat(Alteration.NONE.of(RISING)).isSameAs(RISING);
        assertThat(Alteration.any(0, new SplittableRandom(1))).isEqualTo(Alteration.NONE);
    }
}
