package org.earshot.trainer.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.earshot.trainer.eval.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventMetricsTest {
    private static final String FILE = "a.wav";

    @ParameterizedTest
    @CsvSource({
        "0.2, 1.0, 1", // offset error 1.0 is just half of the reference's length
        "0.25, 2.0, 0", // onset error 0.25
        "0.0, 3.0, 1", // half of the length, late
        "0.0, 3.25, 0",
        "0.0, 0.75, 0"
    })
    void shouldMatchWithinTheTolerance(double onset, double offset, int hits) {
        DetectionReport report = score(Lists.rows(FILE, "dog 0 2"), Lists.rows(FILE, "dog " + onset + " " + offset));

        assertThat(report.micro().recall()).isEqualTo(hits);
    }

    @Test
    void shouldFindMorePairsThanGreedyMatching() {
        // Greedy pairs the first reference with the first estimate, the only one that the second could take.
        List<EventRow> reference = Lists.rows(FILE, "dog 1 3", "dog 1.25 3");
        List<EventRow> estimated = Lists.rows(FILE, "dog 1.125 3", "dog 0.875 3");

        DetectionReport report = score(reference, estimated);

        assertThat(report.micro().f1()).isEqualTo(1);
    }

    @Test
    void shouldCountAWrongLabelAtTheRightTimeAsOneSubstitution() {
        List<EventRow> reference = Lists.rows(FILE, "dog 0 2", "cat 4 6", "cat 8 9");
        List<EventRow> estimated = Lists.rows(FILE, "cat 0 2", "cat 4 6");

        DetectionReport report = score(reference, estimated);

        assertThat(report.micro().substitution()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(report.micro().deletion()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(report.micro().insertion()).isZero();
        assertThat(report.micro().errorRate()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(report.micro().f1()).isCloseTo(0.4, within(1e-12));
        DetectionScores cat = report.labels().get("cat");
        assertThat(cat.precision()).isEqualTo(0.5);
        assertThat(cat.errorRate()).isEqualTo(1);
        assertThat(cat.substitution()).isNaN();
        DetectionScores dog = report.labels().get("dog");
        assertThat(dog.precision()).isZero();
        assertThat(dog.errorRate()).isEqualTo(1);
        assertThat(report.macro().f1()).isCloseTo(0.25, within(1e-12));
        assertThat(report.macro().errorRate()).isEqualTo(1);
    }

    @Test
    void shouldLeaveLabelsWithoutEstimatesOutOfTheMeanIfAsked() {
        EventMetrics metrics = new EventMetrics(List.of("dog", "cat"), EventTolerance.PAPER);
        DetectionCounts counts = metrics.count(Lists.rows(FILE, "dog 0 2", "cat 4 6"), Lists.rows(FILE, "dog 0 2"));

        assertThat(counts.report(true).macro().f1()).isEqualTo(0.5);
        assertThat(counts.report(true).macro().precision()).isEqualTo(0.5);
        assertThat(counts.report(false).macro().f1()).isEqualTo(1);
        assertThat(counts.report(false).labels().get("cat").precision()).isNaN();
    }

    @Test
    void shouldKeepLabelsWithoutReferenceOutOfTheMeanOfF1() {
        DetectionReport report = score(Lists.rows(FILE, "dog 0 2"), Lists.rows(FILE, "dog 0 2", "cat 5 6"));

        assertThat(report.macro().f1()).isEqualTo(1);
        assertThat(report.labels().get("cat").recall()).isNaN();
        assertThat(report.micro().precision()).isEqualTo(0.5);
        assertThat(report.micro().insertion()).isEqualTo(1);
    }

    @Test
    void shouldMatchWithinFilesOnlyAndCountFalseAlarmsInFilesWithoutEvents() {
        EventList reference = Lists.events("a.wav", "dog 0 2").withFiles(List.of("b.wav"));
        EventList estimated = Lists.events("b.wav", "dog 0 2");

        DetectionReport report = new EventMetrics(List.of("dog"), EventTolerance.PAPER)
                .count(reference, estimated)
                .report(true);

        assertThat(report.micro().deletion()).isEqualTo(1);
        assertThat(report.micro().insertion()).isEqualTo(1);
        assertThat(report.micro().substitution()).isZero();
    }

    @Property(tries = 300)
    void shouldPairAsManyAsPossible(
            @ForAll("sounds") List<EventRow> reference, @ForAll("sounds") List<EventRow> estimated) {
        DetectionReport report = score(reference, estimated);

        int best = best(reference, estimated, 0, new boolean[estimated.size()]);
        double micro = report.micro().recall();
        assertThat(reference.isEmpty() ? 0 : micro * reference.size()).isCloseTo(best, within(1e-9));
    }

    @Property(tries = 100)
    void shouldBePerfectAgainstItself(@ForAll("sounds") List<EventRow> events) {
        DetectionReport report = score(events, events);

        if (!events.isEmpty()) {
            assertThat(report.micro().f1()).isEqualTo(1);
            assertThat(report.macro().errorRate()).isZero();
        }
    }

    @Property(tries = 200)
    void shouldKeepTheBooks(@ForAll("sounds") List<EventRow> reference, @ForAll("sounds") List<EventRow> estimated) {
        DetectionScores micro = score(reference, estimated).micro();

        if (!reference.isEmpty()) {
            double hits = micro.recall() * reference.size();
            assertThat(hits + (micro.substitution() + micro.deletion()) * reference.size())
                    .isCloseTo(reference.size(), within(1e-9));
            assertThat(hits + (micro.substitution() + micro.insertion()) * reference.size())
                    .isCloseTo(estimated.size(), within(1e-9));
        }
    }

    @Provide
    Arbitrary<List<EventRow>> sounds() {
        Arbitrary<EventRow> event = Combinators.combine(
                        Arbitraries.integers().between(0, 16),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.of("dog", "cat"))
                .as((onset, length, label) -> new EventRow(FILE, onset / 8.0, (onset + length) / 8.0, label));
        return event.list().ofMaxSize(6);
    }

    private static int best(List<EventRow> reference, List<EventRow> estimated, int from, boolean[] used) {
        if (from == reference.size()) {
            return 0;
        }
        int best = best(reference, estimated, from + 1, used);
        for (int e = 0; e < used.length; e++) {
            EventRow r = reference.get(from);
            if (!used[e]
                    && r.label().equals(estimated.get(e).label())
                    && EventTolerance.PAPER.covers(r, estimated.get(e))) {
                used[e] = true;
                best = Math.max(best, 1 + best(reference, estimated, from + 1, used));
                used[e] = false;
            }
        }
        return best;
    }

    private static DetectionReport score(List<EventRow> reference, List<EventRow> estimated) {
        List<String> labels = new ArrayList<>(EventMetrics.labelsOf(EventList.of(reference), EventList.of(estimated)));
        return new EventMetrics(labels, EventTolerance.PAPER)
                .count(reference, estimated)
                .report(true);
    }
}
