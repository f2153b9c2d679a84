package org.earshot.trainer.teach.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.earshot.core.model.ActivityCurve;
import org.earshot.trainer.teach.scene.SceneTruth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FapLossTest {
    private static final int FRAMES = 24;
    private static final int MELS = 5;
    private static final FapLoss.Terms ALL = new FapLoss.Terms(0.7, 1.3, 0.9);

    private final FapLoss loss = new FapLoss(ActivityCurve.windowed(7, 2), ALL);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveTheGradientOfItsOwnValue(boolean heard) {
        SceneTruth truth = heard ? heardBetween(6, 15) : SceneTruth.without(FRAMES);
        float[] logits = gaussian(FRAMES * MELS, 1);
        float[] alpha = {0.5f, 3, 1, 7, 2};

        FapLoss.Value value = loss.of(logits.clone(), alpha, truth, 0, 1);

        for (int i = 0; i < logits.length; i += 7) {
            float[] up = logits.clone();
            float[] down = logits.clone();
            up[i] += 0.01f;
            down[i] -= 0.01f;
            double slope = (at(up, alpha, truth) - at(down, alpha, truth)) / (up[i] - down[i]);
            assertThat((double) value.logitGradient()[i]).isCloseTo(slope, within(2e-4));
        }
        for (int f = 0; f < MELS; f++) {
            float[] up = alpha.clone();
            float[] down = alpha.clone();
            up[f] += 0.01f;
            down[f] -= 0.01f;
            double slope = (at(logits, up, truth) - at(logits, down, truth)) / (up[f] - down[f]);
            assertThat((double) value.alphaGradient()[f]).isCloseTo(slope, within(2e-4));
        }
    }

    @Test
    void shouldBeSmallWhereTheMaskIsRightAndLargeWhereItIsWrong() {
        SceneTruth truth = heardBetween(6, 15);
        float[] right = new float[FRAMES * MELS];
        for (int t = 0; t < FRAMES; t++) {
            Arrays.fill(right, t * MELS, (t + 1) * MELS, truth.sounding()[t] ? 6 : -6);
        }
        float[] wrong = right.clone();
        for (int i = 0; i < wrong.length; i++) {
            wrong[i] = -wrong[i];
        }
        float[] alpha = {3, 3, 3, 3, 3};

        assertThat(at(right, alpha, truth)).isLessThan(0.5 * at(wrong, alpha, truth));
    }

    @Test
    void shouldLookAtEverySecondFrameAlone() {
        SceneTruth truth = heardBetween(6, 15);
        float[] half = gaussian(FRAMES / 2 * MELS, 3);

        FapLoss.Value value = loss.of(half.clone(), new float[] {1, 1, 1, 1, 1}, truth, 1, 2);

        assertThat(value.logitGradient()).hasSize(half.length);
        assertThat(value.loss()).isPositive().isFinite();
    }

    private double at(float[] logits, float[] alpha, SceneTruth truth) {
        return loss.of(logits.clone(), alpha, truth, 0, 1).loss();
    }

    private static SceneTruth heardBetween(int from, int to) {
        boolean[] sounding = new boolean[FRAMES];
        boolean[] quiet = new boolean[FRAMES];
        Arrays.fill(sounding, from, to, true);
        Arrays.fill(quiet, 0, from - 2, true);
        Arrays.fill(quiet, to + 2, FRAMES, true);
        return new SceneTruth(sounding, quiet);
    }

    private static float[] gaussian(int length, long seed) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
