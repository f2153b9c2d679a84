package org.earshot.trainer.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.export.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentPoolingTest {
    private static final int FRAMES = 311;
    private static final int MELS = 64;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveTheTagOfTheClipWhenTheSegmentIsTheClip(boolean streaming) {
        float[] sound = noise();
        byte[] model = streaming ? TinyModel.streaming(1) : TinyModel.wholeClips(1);
        try (OnnxMaskNetwork network = OnnxMaskNetwork.open(
                ModelFile.read(model, "tiny"), DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            SegmentPooling pooling = SegmentPooling.of(network.manifest(), 10);

            ClipScores clip =
                    new ClipScorer(network, 10, pooling).score(sound, 1, FRAMES).get(0);

            assertThat(clip.segmentTags().length).isEqualTo(1);
            assertThat(clip.segmentTags()[0]).containsExactly(clip.tags(), within(2e-5f));
        }
    }

    @Test
    void shouldPoolEachSecondAlone() {
        Scores scores = curve();
        Arrays.fill(scores.activity(), 0.1f);
        // Frames 63 to 93 begin in the third second.
        Arrays.fill(scores.activity(), 63, 94, 0.7f);

        float[][] tags =
                SegmentPooling.of(manifest("linear-softmax", List.of()), 1).tags(scores, 0, null);

        assertThat(tags.length).isEqualTo(10);
        for (int second = 0; second < 10; second++) {
            assertThat(tags[second][0]).isCloseTo(second == 2 ? 0.7f : 0.1f, within(1e-6f));
        }
    }

    @Test
    void shouldSquareBeforeItAveragesInLinearSoftmax() {
        Scores scores = curve();
        scores.activity()[0] = 0.8f;
        scores.activity()[1] = 0.2f;

        float[][] tags =
                SegmentPooling.of(manifest("linear-softmax", List.of()), 1).tags(scores, 0, null);

        assertThat(tags[0][0]).isCloseTo(0.68f, within(1e-6f));
    }

    @Test
    void shouldTakeTheMaximumOrTheSoftmaxOfTheMask() {
        Scores scores = curve();
        float[] mask = new float[FRAMES * MELS];
        mask[40 * MELS + 5] = 0.9f;
        List<Float> sharp = java.util.Collections.nCopies(MELS, 400f);

        float[][] maximum = SegmentPooling.of(manifest("gmp", List.of()), 1).tags(scores, 0, mask);
        float[][] softmax = SegmentPooling.of(manifest("ap", List.of(sharp)), 1).tags(scores, 0, mask);

        assertThat(maximum[0][0]).isZero();
        assertThat(maximum[1][0]).isEqualTo(0.9f);
        assertThat(softmax[1][0]).isCloseTo(0.9f, within(1e-6f));
    }

    @Test
    void shouldSayThatAttentionCannotBePooledInSegments() {
        assertThatThrownBy(() -> SegmentPooling.of(manifest("attention", List.of()), 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("attention");
    }

    /** One clip of one label that is never active. */
    private static Scores curve() {
        return new Scores(1, FRAMES, 1, new float[1], new float[FRAMES], null, null);
    }

    private static Manifest manifest(String pooling, List<List<Float>> alpha) {
        return new Manifest(
                "m",
                "1",
                List.of("dog"),
                FrontEnd.wide16k(),
                ActivityCurve.graph(),
                FRAMES,
                pooling,
                false,
                List.of(Thresholds.PAPER),
                10,
                10,
                alpha,
                Map.of(),
                List.of(),
                0);
    }

    private static float[] noise() {
        Random random = new Random(3);
        float[] sound = new float[FRAMES * MELS];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = -6 + 2 * (float) random.nextGaussian();
        }
        return sound;
    }
}
