package org.earshot.trainer.eval.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.earshot.core.decode.FrameInterval;
import org.earshot.core.decode.RunRules;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.OperatingPoint;
import org.earshot.core.model.TestModels;
import org.earshot.core.model.Thresholds;
import org.junit.jupiter.api.Test;

class EventDecoderTest {
    private static final Thresholds THRESHOLDS = new Thresholds(0.5f, 0.2f, 0.1f);

    @Test
    void shouldConfirmARunByTheTagOfAnEarlierClipInAStreamOnly() {
        ClipScores clip = ScoredSets.scores(0.3f, curve(40, 60));
        clip.blockTags()[2][0] = 0.7f;

        assertThat(decoder(EventDecoder.Mode.STREAM).decode(clip, 0, THRESHOLDS))
                .containsExactly(new FrameInterval(40, 60));
        assertThat(decoder(EventDecoder.Mode.CLIP).decode(clip, 0, THRESHOLDS)).isEmpty();
    }

    @Test
    void shouldNotConfirmARunByAClipThatEndsBeforeIt() {
        ClipScores clip = ScoredSets.scores(0.3f, curve(40, 60));
        clip.blockTags()[0][0] = 0.7f; // Block 0 ends before frame 31.

        assertThat(decoder(EventDecoder.Mode.STREAM).decode(clip, 0, THRESHOLDS))
                .isEmpty();
    }

    @Test
    void shouldNotWaitForClipsAfterTheBlockThatClosesTheRun() {
        // Nothing can join from frame 71 on, whose activity needs frame 77: known at the end of block 2, frame 93.
        ClipScores known = ScoredSets.scores(0.3f, curve(40, 60));
        known.blockTags()[2][0] = 0.7f;
        ClipScores late = ScoredSets.scores(0.3f, curve(40, 60));
        late.blockTags()[3][0] = 0.7f;

        assertThat(decoder(EventDecoder.Mode.STREAM).decode(known, 0, THRESHOLDS))
                .hasSize(1);
        assertThat(decoder(EventDecoder.Mode.STREAM).decode(late, 0, THRESHOLDS))
                .isEmpty();
    }

    @Test
    void shouldDecideByTheRulesOfEachLabelAsTheDetectorDoes() {
        ClipScores clip = ScoredSets.scores(0.7f, curve(40, 60));
        Manifest model = TestModels.tiny().manifest();
        List<OperatingPoint.Decision> labels = Stream.of(10, 30, 10)
                .map(shortest -> new OperatingPoint.Decision(THRESHOLDS, shortest, 10))
                .toList();
        Manifest patient = model.withOperatingPoints(
                List.of(new OperatingPoint("patient", List.of(labels.get(1), labels.get(0), labels.get(2)))));
        Manifest quick = model.withOperatingPoints(List.of(new OperatingPoint("quick", labels)));

        assertThat(EventDecoder.of(EventDecoder.Mode.STREAM, DetectorSettings.of(quick, 10, "quick"), quick)
                        .decode(clip, 0, THRESHOLDS))
                .hasSize(1);
        assertThat(EventDecoder.of(EventDecoder.Mode.STREAM, DetectorSettings.of(patient, 10, "patient"), patient)
                        .decode(clip, 0, THRESHOLDS))
                .isEmpty();
    }

    private static float[] curve(int from, int to) {
        float[] curve = new float[311];
        Arrays.fill(curve, from, to, 0.4f);
        return curve;
    }

    private static EventDecoder decoder(EventDecoder.Mode mode) {
        return new EventDecoder(mode, RunRules.PAPER, 7);
    }
}
