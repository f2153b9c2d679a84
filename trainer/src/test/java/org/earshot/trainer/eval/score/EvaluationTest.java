package org.earshot.trainer.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.earshot.core.decode.RunRules;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.metric.Interval;
import org.earshot.trainer.eval.report.ReportJson;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final EventDecoder DECODER = new EventDecoder(EventDecoder.Mode.STREAM, RunRules.PAPER, 7);

    @Test
    void shouldGiveFullMarksToAPerfectModel() {
        ScoredSet set = new ScoredSets()
                .clip(0.9f, new int[] {100, 150}, new int[] {90, 100, 151})
                .clip(0.01f, null)
                .set();

        EvaluationReport report = evaluate(set, 50);

        assertThat(report.tagging().macro().averagePrecision()).isEqualTo(1);
        assertThat(report.tagging().macro().f1()).isEqualTo(1);
        assertThat(report.frames().macro().auc()).isEqualTo(1);
        assertThat(report.events().macro().f1()).isEqualTo(1);
        assertThat(report.segments().macro().f1()).isEqualTo(1);
        assertThat(report.falseAlarms().perHour()).isZero();
        assertThat(report.falseAlarms().hours()).isCloseTo(10 / 3600.0, within(1e-12));
    }

    @Test
    void shouldSilenceTheFramesOfClipsBelowTheGate() {
        ScoredSet set = new ScoredSets()
                .clip(0.9f, new int[] {100, 150}, new int[] {60, 100, 151})
                .clip(0.05f, null, new int[] {90, 0, 100})
                .set();

        EvaluationReport report = evaluate(set, 0);

        assertThat(report.gatedFrames().macro().averagePrecision()).isEqualTo(1);
        assertThat(report.frames().macro().averagePrecision()).isLessThan(0.5);
        assertThat(report.intervals()).isEmpty();
    }

    @Test
    void shouldKeepTheFramesOfClipsThatAStreamLetsPass() {
        ScoredSet set = new ScoredSets()
                .clip(0.9f, new int[] {100, 150}, new int[] {60, 100, 151})
                .taggedAsAWhole(0.05f)
                .clip(0.05f, null, new int[] {90, 0, 100})
                .set();

        assertThat(evaluate(set, 0).gatedFrames().macro().averagePrecision()).isEqualTo(1);
    }

    @Test
    void shouldCountFalseAlarmsAnHour() {
        ScoredSet set = new ScoredSets()
                .clip(0.9f, null, new int[] {90, 0, 30}, new int[] {90, 100, 130})
                .clip(0.9f, new int[] {100, 150}, new int[] {90, 0, 30})
                .set();

        FalseAlarms alarms = evaluate(set, 0).falseAlarms();

        assertThat(alarms.counts()).isEqualTo(Map.of("dog", 2));
        assertThat(alarms.perHour("dog")).isCloseTo(720, within(1e-9));
    }

    @Test
    void shouldSpanTheMeasureByItsBootstrapInterval() {
        ScoredSets clips = new ScoredSets();
        for (int i = 0; i < 40; i++) {
            int[] heard = i % 3 == 0 ? new int[] {5, 0, 1} : new int[] {90, 100, 150};
            clips.clip(i % 3 == 0 ? 0.2f : 0.9f, new int[] {100, 150}, heard);
        }

        EvaluationReport report = evaluate(clips.set(), 200);

        Interval f1 = report.intervals().get("event.f1");
        assertThat(f1.low()).isLessThan(report.events().macro().f1());
        assertThat(f1.high()).isGreaterThan(report.events().macro().f1());
        assertThat(evaluate(clips.set(), 200).intervals()).isEqualTo(report.intervals());
    }

    @Test
    void shouldLeaveOutWhatWeakLabelsCannotTell() {
        ScoredSet strong = new ScoredSets()
                .clip(0.9f, new int[] {100, 150}, new int[] {90, 100, 150})
                .set();
        ScoredSet weak = new ScoredSet(
                strong.labels(),
                strong.frameSeconds(),
                strong.clipSeconds(),
                strong.names(),
                strong.tags(),
                null,
                strong.scores());

        EvaluationReport report = evaluate(weak, 10);

        assertThat(report.events()).isNull();
        assertThat(report.tagging().micro().f1()).isEqualTo(1);
        assertThat(ReportJson.of(report)).doesNotContainKey("event").containsKey("tagging");
    }

    private static EvaluationReport evaluate(ScoredSet set, int rounds) {
        return new Evaluation(DECODER, List.of(Thresholds.PAPER), rounds, 1).of(set);
    }
}
