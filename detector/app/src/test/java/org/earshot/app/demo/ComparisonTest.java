package org.earshot.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final ExpectedEvent SIREN = new ExpectedEvent("yard", "siren", 4, 6);
    private static final ExpectedEvent KNOCK = new ExpectedEvent("door", "door_knock", 3, 5);

    @Test
    void shouldMatchByMicrophoneLabelAndTime() {
        var found = List.of(
                found("yard", "siren", 4.2, 6.1),
                found("yard", "door_knock", 3, 5),
                found("door", "door_knock", 5, 6),
                found("yard", "siren", 6.0, 7));

        var comparison = new Comparison(List.of(SIREN, KNOCK), found);

        assertThat(comparison.rows())
                .containsExactly(new Comparison.Row(SIREN, found.get(0)), new Comparison.Row(KNOCK, null));
        assertThat(comparison.unexpected()).containsExactly(found.get(1), found.get(2), found.get(3));
        assertThat(comparison.isComplete()).isFalse();
        assertThat(comparison.foundCount()).isEqualTo(1);
    }

    @Test
    void shouldTakeASoundFoundInTwoPiecesAsFound() {
        var comparison =
                new Comparison(List.of(SIREN), List.of(found("yard", "siren", 4, 4.5), found("yard", "siren", 5.2, 6)));

        assertThat(comparison.isComplete()).isTrue();
        assertThat(comparison.unexpected()).isEmpty();
    }

    @Test
    void shouldShowWhatWasMissedAndWhatWasNotExpected() {
        var lines = new Comparison(List.of(SIREN), List.of(found("door", "siren", 1, 2))).lines();

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).contains("yard", "siren", "4.00 -   6.00 s", "missed");
        assertThat(lines.get(2)).contains("door", "1.00 -   2.00 s", "0.90");
    }

    private static FoundEvent found(String source, String label, double onset, double offset) {
        return new FoundEvent(source, label, onset, offset, 0.9f, 0.5);
    }
}
