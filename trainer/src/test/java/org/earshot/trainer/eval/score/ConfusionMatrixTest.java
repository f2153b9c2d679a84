package org.earshot.trainer.eval.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.earshot.core.decode.RunRules;
import org.earshot.core.model.Thresholds;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    @Test
    void shouldCountWhatClipsAreTakenFor() {
        ScoredSet set = set(
                new boolean[][] {{true, false}, {true, false}, {false, true}, {false, false}},
                new float[][] {{0.9f, 0.8f}, {0.9f, 0.1f}, {0.1f, 0.1f}, {0.6f, 0.1f}});

        ConfusionMatrix matrix = ConfusionMatrix.of(
                set,
                new EventDecoder(EventDecoder.Mode.CLIP, new RunRules(0, 0, true), 0),
                List.of(new Thresholds(0.5f, 0.5f, 0.5f), new Thresholds(0.5f, 0.5f, 0.5f)));

        assertThat(matrix.share()).isDeepEqualTo(new double[][] {{1, 0.5}, {0, 0}, {1, 0}});
        assertThat(matrix.largest(2))
                .containsExactly(
                        new ConfusionMatrix.Confusion("background", "cat", 1),
                        new ConfusionMatrix.Confusion("cat", "dog", 0.5));
    }

    private static ScoredSet set(boolean[][] tags, float[][] scores) {
        List<ClipScores> clips = Arrays.stream(scores)
                .map(s -> new ClipScores(s, new float[][] {{1}, {1}}, new float[][] {s}, new int[] {1}))
                .toList();
        List<String> names = List.of("0", "1", "2", "3");
        return new ScoredSet(List.of("cat", "dog"), 0.032, 10, names, List.of(tags), null, clips);
    }
}
