package org.earshot.app.command.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.earshot.core.model.ConfigurationException;

/**
 * When there is speech in which recording, from a table of events: filename, onset, offset, event_label; seconds.
 * Immutable.
 */
final class SpokenTimes {
    private record Interval(double onset, double offset) {}

    private final Map<String, List<Interval>> byFile;

    private SpokenTimes(Map<String, List<Interval>> byFile) {
        this.byFile = byFile;
    }

    /** @throws ConfigurationException if the table cannot be read */
    static SpokenTimes read(Path table, Set<String> speechLabels) {
        Map<String, List<Interval>> byFile = new HashMap<>();
        int line = 0;
        try {
            for (String row : Files.readAllLines(table)) {
                line++;
                String[] cells = row.split("\t");
                if (line > 1 && cells.length >= 4 && speechLabels.contains(cells[3])) {
                    byFile.computeIfAbsent(cells[0], file -> new ArrayList<>())
                            .add(new Interval(Double.parseDouble(cells[1]), Double.parseDouble(cells[2])));
                }
            }
        } catch (IOException e) {
            throw new ConfigurationException(table + ": cannot be read: " + e.getMessage(), e);
        } catch (NumberFormatException e) {
            throw new ConfigurationException(
                    table + " line " + line + ": onset and offset must be seconds (" + e.getMessage() + ")", e);
        }
        return new SpokenTimes(byFile);
    }

    boolean knows(String filename) {
        return byFile.containsKey(filename);
    }

    /** True for the samples of a recording with speech. */
    LongPredicate of(String filename, int rateHz) {
        List<Interval> intervals = byFile.getOrDefault(filename, List.of());
        return sample -> {
            double seconds = (double) sample / rateHz;
            return intervals.stream().anyMatch(i -> i.onset <= seconds && seconds < i.offset);
        };
    }
}
