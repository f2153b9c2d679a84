package org.earshot.trainer.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import org.earshot.trainer.eval.Lists;
import org.junit.jupiter.api.Test;

class TaggingMetricsTest {
    private static final List<String> LABELS = List.of("cat", "dog");

    @Test
    void shouldAverageOverLabelsAndOverDecisions() {
        TaggingMetrics metrics = TaggingMetrics.of(
                LABELS,
                List.of(new float[] {0.9f, 0.2f}, new float[] {0.4f, 0.6f}, new float[] {0.7f, 0.1f}),
                List.of(new boolean[] {true, true}, new boolean[] {false, true}, new boolean[] {false, false}));

        TaggingReport report = metrics.report(new float[] {0.5f, 0.5f});

        // cat: one hit, one false alarm; dog: one hit, one miss.
        assertThat(report.micro()).isEqualTo(new BinaryScores(2, 1, 1));
        assertThat(report.labels().get("cat").precision()).isEqualTo(0.5);
        assertThat(report.labels().get("dog").recall()).isEqualTo(0.5);
        assertThat(report.macro().f1()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(report.macro().averagePrecision()).isEqualTo(1);
    }

    @Test
    void shouldActivateTheFramesOfTwoSecondEventsAsThePaperDoes() {
        List<EventRow> events = Lists.rows("a.wav", "dog 0.5 2.5", "dog 3 5", "dog 5.5 7.5");

        BitSet dog = FrameMetrics.targets(LABELS, events, 31.25, 311)[1];

        BitSet expected = new BitSet();
        expected.set(15, 79);
        expected.set(93, 157);
        expected.set(171, 235);
        assertThat(dog).isEqualTo(expected);
    }

    @Test
    void shouldCutEventsOffAtTheLastFrame() {
        BitSet dog = FrameMetrics.targets(LABELS, Lists.rows("a.wav", "dog 9.9 12"), 31.25, 311)[1];

        assertThat(dog.nextSetBit(0)).isEqualTo(309);
        assertThat(dog.length()).isEqualTo(311);
    }

    @Test
    void shouldScoreFramesOfSeveralClips() {
        FrameMetrics frames = new FrameMetrics(List.of("dog"), 1);
        frames.add(0, new float[][] {{0.9f, 0.8f, 0.1f}}, Lists.rows("a.wav", "dog 0 1"));
        frames.add(1, new float[][] {{0.2f, 0.7f, 0.1f}}, List.of());

        TaggingReport report = frames.metrics().report(new float[] {0.5f});

        assertThat(report.micro()).isEqualTo(new BinaryScores(2, 1, 0));
        assertThat(report.macro().auc()).isEqualTo(1);
    }

    @Test
    void shouldTagClipsAsDcase2017Does() {
        EventList truth = EventList.of(
                List.of("-abcdefghij_0.000_10.000.wav", "kbcdefghijk_5.000_15.000.wav"),
                List.of(
                        new EventRow("-abcdefghij_0.000_10.000.wav", 0, 1, "Bus"),
                        new EventRow("-abcdefghij_0.000_10.000.wav", 2, 3, "Car"),
                        new EventRow("kbcdefghijk_5.000_15.000.wav", 2, 3, "Car")));
        EventList guess = EventList.of(List.of(
                new EventRow("audio/Y-abcdefghij_0.000_10.000.wav", 0, 10, "Bus"),
                new EventRow("audio/Y-abcdefghij_0.000_10.000.wav", 4, 10, "Train"),
                new EventRow("Yunknown0000_0.000_10.000.wav", 0, 10, "Train")));

        assertThat(Dcase2017Tagging.score(truth, guess)).isEqualTo(new BinaryScores(1, 1, 2));
    }
}
