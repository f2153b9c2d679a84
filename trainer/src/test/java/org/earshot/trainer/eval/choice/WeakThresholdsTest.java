package org.earshot.trainer.eval.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSets;
import org.junit.jupiter.api.Test;

class WeakThresholdsTest {
    private static final int[] HEARD = {0, 311};

    @Test
    void shouldFindTheEventInAClipWhoseActivityNeverFallsToThePapersThresholds() {
        ScoredSets clips = new ScoredSets();
        for (int i = 0; i < 6; i++) {
            clips.clip(0.6f, HEARD, new int[] {30, 0, 311}, new int[] {90, 100, 140});
            clips.clip(0.3f, null, new int[] {30, 0, 311});
        }

        WeakThresholds.Choice choice = WeakThresholds.choose(manifest(), clips.set());

        Thresholds dog = choice.thresholds().get(0);
        assertThat(choice.kept()).isEmpty();
        assertThat(dog.gate()).isCloseTo(0.45f, within(1e-3f));
        assertThat(dog.high()).isCloseTo(0.66f, within(1e-3f));
        assertThat(dog.low()).isCloseTo(0.45f, within(1e-3f));
        EventDecoder decoder = EventDecoder.of(EventDecoder.Mode.STREAM, manifest());
        assertThat(decoder.decode(clips.set().scores().get(0), 0, dog))
                .singleElement()
                .satisfies(run -> assertThat(run.offset() - run.onset()).isBetween(38L, 42L));
        assertThat(decoder.decode(clips.set().scores().get(1), 0, dog)).isEmpty();
    }

    @Test
    void shouldNotPutTheGateIntoACorner() {
        ScoredSets clips = new ScoredSets();
        clips.clip(0.99f, HEARD, new int[] {90, 100, 140});
        clips.clip(0.97f, null, new int[] {30, 0, 311});

        assertThat(WeakThresholds.choose(manifest(), clips.set())
                        .thresholds()
                        .get(0)
                        .gate())
                .isEqualTo(0.8f);
    }

    @Test
    void shouldKeepTheThresholdsOfALabelThatTheClipsDoNotTellApart() {
        WeakThresholds.Choice never = WeakThresholds.choose(
                manifest(), new ScoredSets().clip(0.3f, null).clip(0.2f, null).set());
        WeakThresholds.Choice always = WeakThresholds.choose(
                manifest(),
                new ScoredSets().clip(0.3f, HEARD, new int[] {90, 9, 60}).set());
        WeakThresholds.Choice alike = WeakThresholds.choose(
                manifest(), new ScoredSets().clip(0.3f, HEARD).clip(0.3f, null).set());

        for (WeakThresholds.Choice choice : List.of(never, always, alike)) {
            assertThat(choice.kept()).containsExactly("dog");
            assertThat(choice.thresholds()).containsExactly(Thresholds.PAPER);
        }
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
                List.of(Thresholds.PAPER),
                10,
                10,
                List.of(),
                Map.of(),
                List.of(),
                0);
    }
}
