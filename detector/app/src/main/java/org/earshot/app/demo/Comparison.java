package org.earshot.app.demo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Holds what was found against what was placed: a sound is found if an event of its label overlaps it. */
final class Comparison {
    private final List<Row> rows = new ArrayList<>();
    private final List<FoundEvent> unexpected = new ArrayList<>();

    /**
     * @param expected a sound that was placed
     * @param found the event found for it, or null
     */
    record Row(ExpectedEvent expected, FoundEvent found) {}

    Comparison(List<ExpectedEvent> expected, List<FoundEvent> found) {
        Set<FoundEvent> used = new HashSet<>();
        for (ExpectedEvent event : expected) {
            FoundEvent match = found.stream()
                    .filter(candidate -> candidate.label().equals(event.label()) && candidate.overlaps(event))
                    .findFirst()
                    .orElse(null);
            rows.add(new Row(event, match));
            found.stream()
                    .filter(candidate -> candidate.label().equals(event.label()) && candidate.overlaps(event))
                    .forEach(used::add);
        }
        found.stream().filter(event -> !used.contains(event)).forEach(unexpected::add);
    }

    List<Row> rows() {
        return rows;
    }

    /** Events without a placed sound. */
    List<FoundEvent> unexpected() {
        return unexpected;
    }

    long foundCount() {
        return rows.stream().filter(row -> row.found() != null).count();
    }

    boolean isComplete() {
        return foundCount() == rows.size();
    }

    /** The table for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("microphone", "sound", "expected", "found", "score"));
        for (Row row : rows) {
            ExpectedEvent expected = row.expected();
            FoundEvent found = row.found();
            lines.add(line(
                    expected.source(),
                    expected.label(),
                    span(expected.onsetSeconds(), expected.offsetSeconds()),
                    found == null ? "missed" : span(found.onsetSeconds(), found.offsetSeconds()),
                    found == null ? "" : String.format(Locale.ROOT, "%.2f", found.score())));
        }
        for (FoundEvent event : unexpected) {
            lines.add(line(
                    event.source(),
                    event.label(),
                    "-",
                    span(event.onsetSeconds(), event.offsetSeconds()),
                    String.format(Locale.ROOT, "%.2f", event.score())));
        }
        return lines;
    }

    private static String span(double from, double to) {
        return String.format(Locale.ROOT, "%6.2f - %6.2f s", from, to);
    }

    private static String line(String source, String label, String expected, String found, String score) {
        return String.format(Locale.ROOT, "%-12s %-18s %-18s %-18s %s", source, label, expected, found, score)
                .stripTrailing();
    }
}
