package org.earshot.trainer.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RankedScoresTest {
    @Test
    void shouldCountTiesHalfInTheAuc() {
        RankedScores ranked = RankedScores.of(
                new float[] {0.1f, 0.4f, 0.35f, 0.8f, 0.4f}, new boolean[] {false, false, true, true, true});

        // Of six pairs: 0.35 beats 0.1; 0.8 beats both; 0.4 beats 0.1 and ties with 0.4.
        assertThat(ranked.auc()).isCloseTo(4.5 / 6, within(1e-12));
    }

    @Test
    void shouldStepThroughDistinctThresholdsForAveragePrecision() {
        RankedScores ranked =
                RankedScores.of(new float[] {0.9f, 0.8f, 0.8f, 0.3f}, new boolean[] {true, false, true, false});

        // Recall 1/2 at precision 1, then recall 1 at precision 2/3: the tie is one step.
        assertThat(ranked.averagePrecision()).isCloseTo(0.5 + 0.5 * 2 / 3, within(1e-12));
    }

    @Test
    void shouldLeaveUndefinedMeasuresUndefined() {
        RankedScores negatives = RankedScores.of(new float[] {0.1f, 0.2f}, new boolean[] {false, false});
        RankedScores positives = RankedScores.of(new float[] {0.1f, 0.2f}, new boolean[] {true, true});

        assertThat(negatives.auc()).isNaN();
        assertThat(negatives.averagePrecision()).isNaN();
        assertThat(positives.auc()).isNaN();
        assertThat(positives.averagePrecision()).isNaN();
    }

    @Test
    void shouldDecideAboveTheThresholdOnly() {
        RankedScores ranked = RankedScores.of(new float[] {0.5f, 0.5001f, 0.2f}, new boolean[] {true, true, false});

        assertThat(ranked.at(0.5f, null)).isEqualTo(new BinaryScores(1, 0, 1));
    }

    @Property
    void shouldEqualTheShareOfPairsInOrder(
            @ForAll @Size(min = 2, max = 40) int[] values, @ForAll @IntRange(max = 1 << 30) int seed) {
        float[] scores = new float[values.length];
        boolean[] targets = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            scores[i] = (values[i] % 5) / 4f;
            targets[i] = (seed >> i % 30 & 1) == 1;
        }

        double auc = RankedScores.of(scores, targets).auc();

        double pairs = 0;
        double won = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (targets[i] && !targets[j]) {
                    pairs++;
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        if (pairs == 0) {
            assertThat(auc).isNaN();
        } else {
            assertThat(auc).isCloseTo(won / pairs, within(1e-12));
        }
    }

    @Test
    void shouldWeighAGroupAsIfItStoodSeveralTimes() {
        float[] scores = {0.9f, 0.2f, 0.6f, 0.3f};
        boolean[] targets = {true, false, false, true};
        RankedScores weighted = new RankedScores(scores, targets, new int[] {0, 0, 1, 2});
        RankedScores written = RankedScores.of(
                new float[] {0.9f, 0.2f, 0.9f, 0.2f, 0.3f}, new boolean[] {true, false, true, false, true});

        assertThat(weighted.auc(new int[] {2, 0, 1})).isEqualTo(written.auc());
        assertThat(weighted.averagePrecision(new int[] {2, 0, 1})).isEqualTo(written.averagePrecision());
    }
}
