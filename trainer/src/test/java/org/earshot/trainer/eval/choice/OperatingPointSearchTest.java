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
import org.earshot.trainer.eval.choice.OperatingPoints.LabelResult;
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
    void shouldKeepGatesOutOfTheCorner() {
        ScoredSets validation = new ScoredSets();
        List<String> datasets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            validation.clip(0.97f, EVENT, RAISED);
            datasets.add("a");
            validation.clip(0.9f, null, RAISED);
            datasets.add("");
        }

        LabelResult dog = search(sourced(validation, datasets), sourced(new ScoredSets().clip(0.05f, null), List.of()));

        assertThat(dog.points().get(0).decision().thresholds().gate()).isLessThanOrEqualTo(0.8f);
    }

    @Test
    void shouldDrawTheGateOfALabelWithOneSourceTowardsTheOthers() {
        List<ClipScores> scores = new ArrayList<>();
        List<boolean[]> tags = new ArrayList<>();
        List<List<EventRow>> events = new ArrayList<>();
        List<List<Origin>> origins = new ArrayList<>();
        List<String> labels = List.of("dog", "cat", "rare");
        for (int i = 0; i < 63; i++) {
            int k = i < 60 ? i % 2 : 2;
            boolean heard = i % 4 < 2 || k == 2;
            scores.add(scores(k, k == 2 ? 0.95f : heard ? 0.6f : 0.3f));
            boolean[] tag = new boolean[3];
            tag[k] = heard;
            tags.add(tag);
            double end = 150 * ScoredSets.FRAME_SECONDS;
            events.add(
                    heard
                            ? List.of(new EventRow(i + "", 100 * ScoredSets.FRAME_SECONDS, end, labels.get(k)))
                            : List.of());
            origins.add(heard ? List.of(new Origin("a", k == 2 ? "one" : "take" + i)) : List.of());
        }
        for (int i = 0; i < 3; i++) {
            // The rare label is also said in clips without it, just below its events.
            scores.add(scores(2, 0.79f));
            tags.add(new boolean[3]);
            events.add(List.of());
            origins.add(List.of());
        }
        List<String> names = scores.stream().map(s -> "clip").toList();
        ScoredSet set = new ScoredSet(labels, ScoredSets.FRAME_SECONDS, 10, names, tags, events, scores);
        SourcedSet validation = new SourcedSet(set, origins, Collections.nCopies(set.size(), "street"));
        SourcedSet quiet = new SourcedSet(
                new ScoredSet(
                        labels,
                        ScoredSets.FRAME_SECONDS,
                        10,
                        List.of("q"),
                        List.of(new boolean[3]),
                        List.of(List.of()),
                        List.of(scores(0, 0.01f))),
                List.of(List.of()),
                List.of("street"));

        OperatingPoints result = result(manifest(labels), validation, quiet);

        float rare =
                result.labels().get(2).points().get(0).decision().thresholds().gate();
        float dog =
                result.labels().get(0).points().get(0).decision().thresholds().gate();
        assertThat(dog).isBetween(0.3f, 0.6f);
        assertThat(rare).as("its own would be 0.79 or more").isLessThan(0.7f).isGreaterThan(dog);
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

    private static LabelResult search(SourcedSet validation, SourcedSet background) {
        return result(manifest(List.of("dog")), validation, background).labels().get(0);
    }

    private static OperatingPoints result(Manifest manifest, SourcedSet validation, SourcedSet background) {
        ThresholdSpace space = new ThresholdSpace(List.of(0.2f, 0.5f), List.of(0.5f), List.of(5, 10), List.of(10));
        return new OperatingPointSearch(space, EventDecoder.Mode.STREAM)
                .choose(manifest, validation, background, LIMITS, share -> {});
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
