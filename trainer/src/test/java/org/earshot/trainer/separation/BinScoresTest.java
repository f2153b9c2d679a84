package org.earshot.trainer.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.earshot.trainer.eval.metric.RankedScores;
import org.junit.jupiter.api.Test;

class BinScoresTest {
    @Test
    void shouldAgreeWithTheMeasuresOverRankedScores() {
        SplittableRandom random = new SplittableRandom(4);
        float[] scores = new float[5000];
        boolean[] targets = new boolean[5000];
        BinScores bins = new BinScores();
        for (int i = 0; i < scores.length; i++) {
            targets[i] = random.nextInt(5) == 0;
            scores[i] = (float) Math.min(1, random.nextDouble() * 0.8 + (targets[i] ? 0.2 : 0));
            bins.add(scores[i], targets[i]);
        }

        RankedScores ranked = RankedScores.of(scores, targets);

        assertThat(bins.auc()).isCloseTo(ranked.auc(), within(1e-3));
        assertThat(bins.averagePrecision()).isCloseTo(ranked.averagePrecision(), within(1e-3));
        assertThat(bins.at(0.3f).f1()).isCloseTo(ranked.at(0.3f, null).f1(), within(1e-3));
    }

    @Test
    void shouldHaveNoMeasureWithoutPositives() {
        BinScores bins = new BinScores();
        bins.add(0.5f, false);

        assertThat(bins.auc()).isNaN();
        assertThat(bins.averagePrecision()).isNaN();
        assertThat(bins.at(0.1f).f1()).isZero();
    }
}
