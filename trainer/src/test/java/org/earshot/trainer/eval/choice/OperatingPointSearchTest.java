package org.earshot.trainer.eval.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.data.corpus.Recording.Origin;
import org.earshot.trainer.eval.choice.OperatingPoints.Figures;
import org.earshot.trainer.eval.choice.OperatingPoints.LabelResult;
import org.earshot.trainer.eval.metric.BinaryScores;
import org.earshot.trainer.eval.metric.EventRow;
import org.earshot.trainer.eval.score.ClipScores;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSet;
import org.earshot.trainer.eval.score.ScoredSets;
import org.junit.jupiter.api.Test;

class OperatingPointSearchTest {
    private static final int[] EVENT = {100, 150};
    private static final int[] RAISED = {80, 100, 150};
    private static final List<AlarmLimit> LIMITS = List.of(new AlarmLimit("quiet", 1), new AlarmLimit("sensitive", 8));

    @Test
    void shouldRaiseTheGateForAQuieterPoint() {
        ScoredSets quiet = new ScoredSets();
        for (int i = 0; i < 360; i++) {
            // One hour with twenty sounds like the label.
            quiet.clip(i < 20 ? 0.2f + 0.02f * i : 0.05f, null, i < 20 ? RAISED : new int[] {5, 0, 1});
        }
        ScoredSets validation = new ScoredSets();
        List<String> datasets = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            validation.clip(0.3f + 0.02f * i, EVENT, RAISED);
            datasets.add("a");
        }

        LabelResult dog = search(sourced(validation, datasets), sourced(quiet, List.of()));

        Decision silent = dog.points().get(0).decision();
        Decision open = dog.points().get(1).decision();
        assertThat(silent.thresholds().gate()).isGreaterThan(open.thresholds().gate());
        assertThat(dog.points().get(0).chosen().alarmsPerHour()).isLessThanOrEqualTo(2);
        assertThat(dog.points().get(1).chosen().alarmsPerHour()).isLessThanOrEqualTo(10);
        assertThat(dog.points().get(1).chosen().events().recall())
                .isGreaterThan(dog.points().get(0).chosen().events().recall());
        assertThat(dog.curve()).isNotEmpty().allMatch(point -> point[0] >= 0 && point[1] <= 1);
    }

    @Test
    void shouldCountEachSourceDataSetAlike() {
        // Many events of one data set have strong tags, a few of the other weak ones; false runs lie in between.
        ScoredSets validation = new ScoredSets();
        List<String> datasets = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            validation.clip(0.7f, EVENT, RAISED);
            datasets.add("many");
        }
        for (int i = 0; i < 6; i++) {
            validation.clip(0.4f, EVENT, RAISED);
            datasets.add("few");
        }
        for (int i = 0; i < 12; i++) {
            validation.clip(0.5f, null, RAISED);
            datasets.add("");
        }

        LabelResult dog = search(sourced(validation, datasets), sourced(new ScoredSets().clip(0.05f, null), List.of()));

        assertThat(dog.points().get(0).decision().thresholds().gate()).isLessThan(0.4f);
        assertThat(dog.points().get(0).bySource().get("few").recall()).isEqualTo(1);
    }

    @Test
    void shouldCountAnEventForItsOwnSourceDataSetAlone() {
        double frame = ScoredSets.FRAME_SECONDS;
        ScoredSets clips = new ScoredSets();
        for (int i = 0; i < 4; i++) {
            clips.clip(0.7f, EVENT, RAISED);
        }
        ScoredSet set = clips.set();
        List<List<EventRow>> events = new ArrayList<>();
        List<List<Origin>> origins = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            // The second event of each clip raises nothing.
            events.add(List.of(set.events().get(i).get(0), new EventRow(i + ".wav", 200 * frame, 250 * frame, "dog")));
            origins.add(List.of(new Origin("found", "take" + i), new Origin("missed", "take" + i)));
        }
        ScoredSet both =
                new ScoredSet(set.labels(), frame, set.clipSeconds(), set.names(), set.tags(), events, set.scores());
        SourcedSet validation = new SourcedSet(both, origins, Collections.nCopies(set.size(), "street"));

        LabelResult dog = search(validation, sourced(new ScoredSets().clip(0.05f, null), List.of()));

        assertThat(dog.points().get(0).bySource())
                .containsEntry("found", new BinaryScores(4, 0, 0))
                .containsEntry("missed", new BinaryScores(0, 0, 4));
    }

    @Test
    void shouldJudgeEachDataSetByWhatTheOthersChose() {
        ScoredSets validation = new ScoredSets();
        List<String> datasets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            validation.clip(i % 2 == 0 ? 0.75f : 0.2f, EVENT, RAISED);
            datasets.add(i % 2 == 0 ? "loud" : "faint");
            validation.clip(0.5f, null, RAISED);
            datasets.add("");
        }

        LabelResult dog = search(sourced(validation, datasets), sourced(new ScoredSets().clip(0.05f, null), List.of()));

        assertThat(dog.byDataset()).isTrue();
        assertThat(dog.points().get(0).heldOut().events().recall())
                .isLessThan(dog.points().get(0).chosen().events().recall());
    }

    @Test
    void shouldJudgeSourcesOfOneDataSetOnBackgroundOfOneKind() {
        // A tenth of the background raises more than half of the events do, two clips of each of the five folds.
        ScoredSets validation = new ScoredSets();
        List<String> datasets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            validation.clip(i % 2 == 0 ? 0.75f : 0.3f, EVENT, RAISED);
            datasets.add("only");
        }
        ScoredSets quiet = new ScoredSets();
        for (int i = 0; i < 100; i++) {
            quiet.clip(i % 11 == 0 ? 0.4f : 0.05f, null, i % 11 == 0 ? RAISED : new int[] {5, 0, 1});
        }

        LabelResult dog = search(sourced(validation, datasets), sourced(quiet, List.of()));

        Figures heldOut = dog.points().get(0).heldOut();
        assertThat(dog.byDataset()).isFalse();
        assertThat(heldOut.hours()).isEqualTo(dog.points().get(0).chosen().hours());
        assertThat(heldOut.alarms()).isZero();
        assertThat(heldOut.events().recall()).isEqualTo(0.5);
    }

    @Test
    void shouldAllowAlarmsWhereTheyFindMost() {
        // On an hour of background both labels raise ten alarms, of 0.50 to 0.59. Nearly all that the first says below
        // 0.6
        // is true, of what the second says only a little.
        List<ClipScores> scores = new ArrayList<>();
        List<Integer> heard = new ArrayList<>();
        List<Integer> nothing = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            scores.add(scores(0, i < 3 ? 0.7f : 0.55f));
            heard.add(0);
            scores.add(scores(1, i < 17 ? 0.7f : 0.55f));
            heard.add(1);
        }
        List<ClipScores> quiet = new ArrayList<>();
        for (int i = 0; i < 360; i++) {
            quiet.add(scores(i % 2, i < 20 ? 0.5f + 0.005f * i : 0.01f));
            nothing.add(-1);
        }

        OperatingPoints result = result(
                manifest(List.of("dog", "cat", "none")),
                sourced(scores, heard),
                sourced(quiet, nothing),
                List.of(new AlarmLimit("normal", 4)));

        Figures dog = result.labels().get(0).points().get(0).chosen();
        Figures cat = result.labels().get(1).points().get(0).chosen();
        assertThat(dog.events().recall()).isEqualTo(1);
        assertThat(dog.alarmsPerHour()).isGreaterThan(4);
        assertThat(cat.alarmsPerHour()).isLessThan(2);
        assertThat(dog.alarmsPerHour() + cat.alarmsPerHour()).isLessThanOrEqualTo(12);
    }

    @Test
    void shouldKeepTheThresholdsOfALabelThatNoClipHas() {
        LabelResult dog = search(
                sourced(new ScoredSets().clip(0.3f, null, RAISED), List.of("")),
                sourced(new ScoredSets().clip(0.05f, null), List.of()));

        assertThat(dog.points().get(0).decision().thresholds()).isEqualTo(Thresholds.PAPER);
        assertThat(dog.points().get(0).heldOut()).isNull();
    }

    private static ClipScores scores(int label, float tag) {
        float[][] activity = new float[3][311];
        java.util.Arrays.fill(activity[label], 100, 150, 0.8f);
        float[][] blockTags = new float[10][3];
        int[] ends = new int[10];
        for (int b = 0; b < 10; b++) {
            blockTags[b][label] = tag;
            ends[b] = (b + 1) * 311 / 10;
        }
        return new ClipScores(blockTags[9], activity, blockTags, ends);
    }

    private static SourcedSet sourced(ScoredSets clips, List<String> datasets) {
        ScoredSet set = clips.set();
        List<List<Origin>> origins = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            int number = i;
            origins.add(set.events().get(i).stream()
                    .map(event -> new Origin(datasets.get(number), "take" + number))
                    .toList());
        }
        return new SourcedSet(set, origins, Collections.nCopies(set.size(), "street"));
    }

    /** Clips of three labels with one event each, or none at -1; every event from a source of its own. */
    private static SourcedSet sourced(List<ClipScores> scores, List<Integer> heard) {
        List<String> labels = List.of("dog", "cat", "none");
        List<boolean[]> tags = new ArrayList<>();
        List<List<EventRow>> events = new ArrayList<>();
        List<List<Origin>> origins = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            boolean[] tag = new boolean[3];
            events.add(new ArrayList<>());
            origins.add(new ArrayList<>());
            int label = heard.get(i);
            if (label >= 0) {
                tag[label] = true;
                double frame = ScoredSets.FRAME_SECONDS;
                events.get(i).add(new EventRow(i + "", 100 * frame, 150 * frame, labels.get(label)));
                origins.get(i).add(new Origin("a", "take" + i));
            }
            tags.add(tag);
        }
        List<String> names = Collections.nCopies(scores.size(), "clip");
        ScoredSet set = new ScoredSet(labels, ScoredSets.FRAME_SECONDS, 10, names, tags, events, scores);
        return new SourcedSet(set, origins, Collections.nCopies(scores.size(), "street"));
    }

    private static LabelResult search(SourcedSet validation, SourcedSet background) {
        return result(manifest(List.of("dog")), validation, background, LIMITS)
                .labels()
                .get(0);
    }

    private static OperatingPoints result(
            Manifest manifest, SourcedSet validation, SourcedSet background, List<AlarmLimit> limits) {
        ThresholdSpace space = new ThresholdSpace(List.of(0.2f, 0.5f), List.of(0.5f), List.of(5, 10), List.of(10));
        return new OperatingPointSearch(space, EventDecoder.Mode.STREAM)
                .choose(manifest, validation, background, limits, share -> {});
    }

    private static Manifest manifest(List<String> labels) {
        return new Manifest(
                "test",
                "1",
                labels,
                FrontEnd.wide16k(),
                ActivityCurve.windowed(15),
                12,
                "fap",
                true,
                Collections.nCopies(labels.size(), Thresholds.PAPER),
                10,
                10,
                List.of(),
                Map.of(),
                List.of(),
                0);
    }
}
