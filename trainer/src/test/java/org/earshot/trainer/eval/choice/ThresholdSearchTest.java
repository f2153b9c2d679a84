package org.earshot.trainer.eval.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSet;
import org.earshot.trainer.eval.score.ScoredSets;
import org.junit.jupiter.api.Test;

class ThresholdSearchTest {
    private static final ThresholdSpace SPACE =
            new ThresholdSpace(List.of(0.2f, 0.5f), List.of(0.5f), List.of(10), List.of(10));
    private static final ThresholdGoal GOAL = new ThresholdGoal(1, 0.5, 0.25, 2);

    @Test
    void shouldRaiseTheHighThresholdAboveWeakFalseRuns() {
        ScoredSet validation = new ScoredSets()
                .clip(0.9f, new int[] {100, 150}, new int[] {80, 100, 150}, new int[] {30, 200, 230})
                .clip(0.9f, new int[] {50, 120}, new int[] {70, 50, 120})
                .set();
        ScoredSet quiet = new ScoredSets().clip(0.05f, null).set();

        ThresholdChoice choice = search(SPACE, validation, quiet);

        assertThat(choice.labels().get(0).thresholds().high()).isEqualTo(0.5f);
        assertThat(choice.macroF1()).isEqualTo(1);
    }

    @Test
    void shouldSetTheGateBetweenFalseAndTrueClips() {
        ScoredSet validation = new ScoredSets()
                .clip(0.8f, new int[] {100, 150}, new int[] {80, 100, 150})
                .clip(0.4f, null, new int[] {80, 100, 150})
                .set();

        ThresholdChoice choice = search(SPACE, validation, validation.backgrounds());

        assertThat(choice.labels().get(0).thresholds().gate()).isBetween(0.4f, 0.7999f);
        assertThat(choice.macroF1()).isEqualTo(1);
    }

    @Test
    void shouldKeepAlarmsOnBackgroundBelowTheLimitEvenWhereItCostsEvents() {
        ScoredSets quiet = new ScoredSets();
        for (int i = 0; i < 360; i++) {
            // One hour: five clips that sound like the label.
            if (i < 5) {
                quiet.clip(0.5f + 0.05f * i, null, new int[] {80, 100, 150});
            } else {
                quiet.clip(0.05f, null);
            }
        }
        ScoredSet validation = new ScoredSets()
                .clip(0.55f, new int[] {100, 150}, new int[] {80, 100, 150})
                .clip(0.62f, new int[] {100, 150}, new int[] {80, 100, 150})
                .set();

        ThresholdChoice strict = search(SPACE, validation, quiet.set());
        ThresholdChoice loose = search(SPACE, new ThresholdGoal(1, 0.5, 0.25, 10), validation, quiet.set());

        assertThat(strict.labels().get(0).alarmsPerHour()).isLessThanOrEqualTo(2);
        assertThat(strict.labels().get(0).events().recall()).isEqualTo(0.5);
        assertThat(loose.labels().get(0).events().recall()).isEqualTo(1);
    }

    @Test
    void shouldChooseTheShortestEventForAllLabels() {
        ScoredSet validation = new ScoredSets()
                .clip(0.8f, new int[] {100, 108}, new int[] {80, 100, 108})
                .set();
        ThresholdSpace lengths = new ThresholdSpace(List.of(0.2f), List.of(0.5f), List.of(10, 5), List.of(10));

        ThresholdChoice choice = search(lengths, validation, validation.backgrounds());

        assertThat(choice.minEventFrames()).isEqualTo(5);
    }

    @Test
    void shouldKeepTheModelsThresholdsForALabelWithoutEvents() {
        ScoredSet validation = new ScoredSets().clip(0.05f, null).set();

        Thresholds kept = search(SPACE, validation, validation).thresholds().get(0);

        assertThat(kept.high()).isEqualTo(Thresholds.PAPER.high());
        assertThat(kept.low()).isEqualTo(Thresholds.PAPER.low());
    }

    @Test
    void shouldLookAtSegmentsWhereNoOnsetCanBeMet() {
        // The run comes a second late: no event is ever matched, but a lower threshold covers more of its seconds.
        ScoredSet validation = new ScoredSets()
                .clip(0.9f, new int[] {0, 200}, new int[] {30, 60, 200}, new int[] {80, 160, 200})
                .set();

        ThresholdChoice choice = search(SPACE, validation, validation.backgrounds());

        assertThat(choice.macroF1()).isZero();
        assertThat(choice.thresholds().get(0).high()).isEqualTo(0.2f);
        assertThat(choice.macroSegmentF1()).isGreaterThan(0.8);
    }

    @Test
    void shouldTellItsProgress() {
        ScoredSet validation = new ScoredSets().clip(0.05f, null).set();
        List<Double> told = new ArrayList<>();

        new ThresholdSearch(SPACE, GOAL, EventDecoder.Mode.STREAM)
                .choose(manifest(), validation, validation, told::add);

        assertThat(told).isNotEmpty().endsWith(1.0);
    }

    private static ThresholdChoice search(ThresholdSpace space, ScoredSet validation, ScoredSet quiet) {
        return search(space, GOAL, validation, quiet);
    }

    private static ThresholdChoice search(
            ThresholdSpace space, ThresholdGoal goal, ScoredSet validation, ScoredSet quiet) {
        return new ThresholdSearch(space, goal, EventDecoder.Mode.STREAM)
                .choose(manifest(), validation, quiet, share -> {});
    }

    private static Manifest manifest() {
        return new Manifest(
                "test",
                "1",
                List.of("dog"),
                FrontEnd.wide16k(),
                ActivityCurve.windowed(15),
                12,
                "fap",
                true,
                Collections.nCopies(1, Thresholds.PAPER),
                10,
                10,
                List.of(),
                Map.of(),
                List.of(),
                0);
    }
}
