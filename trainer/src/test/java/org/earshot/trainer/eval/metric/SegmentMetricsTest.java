package org.earshot.trainer.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.earshot.trainer.eval.Lists;
import org.junit.jupiter.api.Test;

class SegmentMetricsTest {
    private static final String FILE = "a.wav";
    private final SegmentMetrics metrics = new SegmentMetrics(List.of("cat", "dog"), 1.0);

    @Test
    void shouldCountSegmentsThatAnEventTouches() {
        // dog: segments 0, 1, 2 against 1, 2, 3; cat: 5 against none.
        DetectionReport report = metrics.count(
                        Lists.rows(FILE, "dog 0.5 2.25", "cat 5 6"), Lists.rows(FILE, "dog 1 3.5"))
                .report(true);

        assertThat(report.labels().get("dog").recall()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(report.labels().get("dog").precision()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(report.labels().get("cat").recall()).isZero();
        assertThat(report.micro().deletion()).isEqualTo(0.5);
        assertThat(report.micro().insertion()).isEqualTo(0.25);
        assertThat(report.micro().substitution()).isZero();
        assertThat(report.micro().errorRate()).isEqualTo(0.75);
    }

    @Test
    void shouldCountAWrongLabelInASegmentAsSubstitution() {
        DetectionReport report = metrics.count(Lists.rows(FILE, "dog 0 2"), Lists.rows(FILE, "cat 1 3"))
                .report(true);

        // Segment 0: a deletion; 1: a substitution; 2: an insertion.
        assertThat(report.micro().substitution()).isEqualTo(0.5);
        assertThat(report.micro().deletion()).isEqualTo(0.5);
        assertThat(report.micro().insertion()).isEqualTo(0.5);
        assertThat(report.micro().errorRate()).isEqualTo(1.5);
    }

    @Test
    void shouldCountASegmentOnceHoweverManyEventsTouchIt() {
        DetectionReport report = metrics.count(
                        Lists.rows(FILE, "dog 0.1 0.2", "dog 0.6 0.7"), Lists.rows(FILE, "dog 0.3 0.4"))
                .report(true);

        assertThat(report.micro().f1()).isEqualTo(1);
    }

    @Test
    void shouldUseTheLengthOfSegmentsAsked() {
        DetectionReport report = new SegmentMetrics(List.of("dog"), 0.1)
                .count(Lists.rows(FILE, "dog 0 0.5"), Lists.rows(FILE, "dog 0.25 0.5"))
                .report(true);

        assertThat(report.micro().recall()).isCloseTo(0.6, within(1e-12));
    }
}
