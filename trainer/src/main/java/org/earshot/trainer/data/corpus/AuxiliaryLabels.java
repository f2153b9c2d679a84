package org.earshot.trainer.data.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Auxiliary labels, which a network learns in addition to its own and which are dropped at export: kinds of distractors
 * with ten or more recordings ({@code distractor/thunder}), and, if the corpus has a file {@code audioset.csv} (columns
 * path, class, score: output of another tagger for each file), those of its classes ({@code audioset/Vehicle}) that
 * occur in ten or more distractors and in fewer recordings with a label than without. A class that corresponds to a
 * label is excluded.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class AuxiliaryLabels {
    private static final int MIN_RECORDINGS = 10;
    private static final double MIN_SCORE = 0.3;
    private static final String SCORES = "audioset.csv";

    private final Map<String, List<String>> labels;

    private AuxiliaryLabels(Map<String, List<String>> labels) {
        this.labels = labels;
    }

    /**
     * The auxiliary labels of one split of a corpus. @throws org.earshot.core.model.DataException if its table is
     * malformed
     */
    public static AuxiliaryLabels of(Corpus corpus, Split split) {
        Map<String, Recording> recordings = new TreeMap<>();
        Map<String, Set<String>> members = new TreeMap<>();
        for (Recording recording : corpus.recordings()) {
            if (recording.split() == split) {
                recordings.put(recording.name(), recording);
                if (recording.role() == Recording.Role.DISTRACTOR) {
                    members.computeIfAbsent("distractor/" + recording.label(), kind -> new HashSet<>())
                            .add(recording.name());
                }
            }
        }
        members.values().removeIf(names -> names.size() < MIN_RECORDINGS);
        Path scores = corpus.directory().resolve(SCORES);
        if (Files.exists(scores)) {
            Map<String, Set<String>> classes = classes(scores, recordings);
            classes.values().removeIf(names -> !isOfNoLabel(names, recordings));
            members.putAll(classes);
        }
        Map<String, List<String>> labels = new HashMap<>();
        members.forEach((label, names) -> names.forEach(
                name -> labels.computeIfAbsent(name, key -> new ArrayList<>()).add(label)));
        return new AuxiliaryLabels(labels);
    }

    /** The auxiliary labels of a recording, in alphabetical order. */
    public List<String> of(Recording recording) {
        return labels.getOrDefault(recording.name(), List.of());
    }

    private static Map<String, Set<String>> classes(Path scores, Map<String, Recording> recordings) {
        DelimitedTable table = DelimitedTable.withHeader(scores);
        int path = table.column("path");
        int heard = table.column("class");
        int score = table.column("score");
        Map<String, Set<String>> classes = new TreeMap<>();
        for (int row = 0; row < table.size(); row++) {
            String name = table.cell(row, path);
            if (recordings.containsKey(name) && table.number(row, score) >= MIN_SCORE) {
                // Tables separate tags by semicolons.
                String label = "audioset/" + table.cell(row, heard).replaceAll("[;,]", "");
                classes.computeIfAbsent(label, key -> new HashSet<>()).add(name);
            }
        }
        return classes;
    }

    private static boolean isOfNoLabel(Set<String> names, Map<String, Recording> recordings) {
        long labelled = count(Recording.Role.EVENT, names, recordings);
        return count(Recording.Role.DISTRACTOR, names, recordings) >= MIN_RECORDINGS
                && names.size() - labelled > labelled;
    }

    private static long count(Recording.Role role, Set<String> names, Map<String, Recording> recordings) {
        return names.stream()
                .filter(name -> recordings.get(name).role() == role)
                .count();
    }
}
