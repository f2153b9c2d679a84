package org.earshot.trainer.eval.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.earshot.trainer.eval.metric.TaggingMetrics;
import org.junit.jupiter.api.Test;

class TagThresholdSearchTest {
    @Test
    void shouldCutMidwayBetweenClipsWithAndWithoutTheLabel() {
        List<float[]> scores = List.of(new float[] {0.9f}, new float[] {0.6f}, new float[] {0.2f});
        List<boolean[]> targets = List.of(new boolean[] {true}, new boolean[] {true}, new boolean[] {false});

        assertThat(TagThresholdSearch.choose(scores, targets)[0]).isCloseTo(0.4f, within(1e-6f));
    }

    @Test
    void shouldRaiseTheF1OverAllPairsAboveThatOfAnyCommonThreshold() {
        Random random = new Random(5);
        List<float[]> scores = new ArrayList<>();
        List<boolean[]> targets = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            boolean[] heard = {random.nextInt(3) == 0, random.nextInt(20) == 0};
            scores.add(new float[] {
                0.5f * random.nextFloat() + (heard[0] ? 0.3f : 0), 0.3f * random.nextFloat() + (heard[1] ? 0.1f : 0)
            });
            targets.add(heard);
        }

        float[] chosen = TagThresholdSearch.choose(scores, targets);

        double tuned = f1(scores, targets, chosen[0], chosen[1]);
        for (float t = 0; t < 1; t += 0.01f) {
            assertThat(tuned).isGreaterThanOrEqualTo(f1(scores, targets, t, t));
        }
    }

    @Test
    void shouldSilenceALabelThatOnlyHarms() {
        List<float[]> scores = List.of(new float[] {0.9f, 0.9f}, new float[] {0.1f, 0.8f});
        List<boolean[]> targets = List.of(new boolean[] {true, false}, new boolean[] {false, false});

        assertThat(TagThresholdSearch.choose(scores, targets)[1]).isEqualTo(1);
    }

    private static double f1(List<float[]> scores, List<boolean[]> targets, float first, float second) {
        return TaggingMetrics.of(List.of("a", "b"), scores, targets)
                .report(new float[] {first, second})
                .micro()
                .f1();
    }
}
