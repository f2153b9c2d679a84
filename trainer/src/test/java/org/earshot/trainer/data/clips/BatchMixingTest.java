package org.earshot.trainer.data.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BatchMixingTest {

    @Test
    void shouldAddTheMagnitudesOfTwoClipsAndJoinTheirTags() {
        float[] logMel = {(float) Math.log(2), (float) Math.log(5)};
        float[] tags = {1, 0, 0, 0, 1, 0};

        new BatchMixing(1).apply(logMel, tags, 2, new SplittableRandom(1));

        assertThat(logMel[0]).isCloseTo((float) Math.log(7), within(1e-6f));
        assertThat(logMel[1]).isCloseTo((float) Math.log(7), within(1e-6f));
        assertThat(tags).containsExactly(1, 1, 0, 1, 1, 0);
    }

    @Test
    void shouldAddOneOtherClipAtMost() {
        float one = (float) Math.log(1);
        for (int seed = 0; seed < 20; seed++) {
            float[] logMel = {one, one, one, one};

            new BatchMixing(1).apply(logMel, new float[4], 4, new SplittableRandom(seed));

            for (float value : logMel) {
                assertThat(value).isCloseTo((float) Math.log(2), within(1e-6f));
            }
        }
    }

    @Test
    void shouldMixAsManyClipsAsAskedFor() {
        int mixed = 0;
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 250; i++) {
            float[] logMel = new float[4];
            new BatchMixing(0.3).apply(logMel, new float[4], 4, random);
            for (float value : logMel) {
                mixed += value == 0 ? 0 : 1;
            }
        }
        assertThat(mixed).isBetween(250, 350);
    }

    @Test
    void shouldLeaveASingleClipAlone() {
        float[] logMel = {1, 2};

        new BatchMixing(1).apply(logMel, new float[] {1}, 1, new SplittableRandom(1));

        assertThat(logMel).containsExactly(1, 2);
    }
}
