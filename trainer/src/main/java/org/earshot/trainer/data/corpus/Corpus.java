package org.earshot.trainer.data.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.earshot.core.model.DataException;

/**
 * A collection of single sounds and backgrounds for mixtures: a folder with {@code manifest.csv}. Its columns
 * {@code path, role, label, split, duration_s} and, if present, {@code source_dataset, source_id} are read by name.
 * Roles are event, distractor and background; splits are train, validation and test, and no source occurs in two of
 * them.
 *
 * <p>Immutable.
 */
public final class Corpus {
    private final Path directory;
    private final List<Recording> recordings;
    private final List<String> labels;

    private Corpus(Path directory, List<Recording> recordings) {
        this(directory, recordings, List.copyOf(labelsOf(recordings)));
    }

    private Corpus(Path directory, List<Recording> recordings, List<String> labels) {
        this.directory = directory;
        this.recordings = List.copyOf(recordings);
        this.labels = labels;
    }

    private static TreeSet<String> labelsOf(List<Recording> recordings) {
        TreeSet<String> names = new TreeSet<>();
        recordings.stream()
                .filter(r -> r.role() == Recording.Role.EVENT)
                .map(Recording::label)
                .forEach(names::add);
        return names;
    }

    /** Reads the manifest. @throws DataException if it is malformed, or listing files that are missing */
    public static Corpus read(Path directory) {
        return read(directory, LicenceFilter.ALL);
    }

    /** The same with those recordings alone whose licence is let through; a manifest without licences has none that is free. */
    public static Corpus read(Path directory, LicenceFilter licences) {
        DelimitedTable table = DelimitedTable.withHeader(directory.resolve("manifest.csv"));
        int path = table.column("path");
        int role = table.column("role");
        int label = table.column("label");
        int split = table.column("split");
        int duration = table.column("duration_s");
        int dataset = table.has("source_dataset") ? table.column("source_dataset") : -1;
        int source = table.has("source_id") ? table.column("source_id") : -1;
        int licence = table.has("licence") ? table.column("licence") : -1;
        List<Recording> recordings = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            if (!licences.permits(licence < 0 ? "" : table.cell(row, licence))) {
                continue;
            }
            String name = table.cell(row, path);
            requireWritable(table.cell(row, label), directory, row);
            recordings.add(new Recording(
                    name,
                    directory.resolve(name),
                    constant(Recording.Role.class, table.cell(row, role), directory, row),
                    table.cell(row, label),
                    constant(Split.class, table.cell(row, split), directory, row),
                    table.number(row, duration),
                    new Recording.Origin(
                            dataset < 0 ? "" : table.cell(row, dataset),
                            source < 0 || table.cell(row, source).isEmpty() ? name : table.cell(row, source))));
        }
        DataErrors errors = new DataErrors();
        errors.addMissing(recordings.stream().map(Recording::file).toList());
        errors.throwIfAny("corpus " + directory + " (" + recordings.size() + " files)");
        return new Corpus(directory, recordings);
    }

    public Path directory() {
        return directory;
    }

    /** The labels of the events, in alphabetical order. */
    public List<String> labels() {
        return labels;
    }

    public List<Recording> recordings() {
        return recordings;
    }

    /** The recordings of one role and split, in the order of the manifest. */
    public List<Recording> recordings(Recording.Role role, Split split) {
        return recordings.stream()
                .filter(r -> r.role() == role && r.split() == split)
                .toList();
    }

    /** A copy with more recordings. @throws DataException if one is an event with a label that the corpus lacks */
    public Corpus with(List<Recording> more) {
        more.stream()
                .filter(r -> r.role() == Recording.Role.EVENT && !labels.contains(r.label()))
                .findFirst()
                .ifPresent(r -> {
                    throw new DataException(
                            r.file() + ": label \"" + r.label() + "\" is not in the corpus, which has " + labels);
                });
        List<Recording> all = new ArrayList<>(recordings);
        all.addAll(more);
        return new Corpus(directory, all);
    }

    /** A corpus of these recordings instead, with the labels that they have. */
    public Corpus of(List<Recording> others) {
        return new Corpus(directory, others);
    }

    /** A copy in which only the given recordings of a split are kept. Labels stay. */
    public Corpus only(List<Recording> kept, Split split) {
        Set<Recording> wanted = Set.copyOf(kept);
        return new Corpus(
                directory,
                recordings.stream()
                        .filter(r -> r.split() != split || wanted.contains(r))
                        .toList(),
                labels);
    }

    /** SHA-256, in hexadecimal, of the manifest and of the bytes of every file, in the order of the manifest. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Files.readAllBytes(directory.resolve("manifest.csv")));
            for (Recording recording : recordings) {
                digest.update(Files.readAllBytes(recording.file()));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        } catch (IOException e) {
            throw new DataException("corpus " + directory + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Labels are written to tables of tags and events, which semicolons, tabs and line breaks would break. */
    private static void requireWritable(String label, Path directory, int row) {
        if (label.isEmpty() || label.chars().anyMatch(c -> c == ';' || Character.isISOControl(c))) {
            throw new DataException(directory.resolve("manifest.csv") + ": row " + (row + 1)
                    + ": a label must be a name without semicolons and control characters, is \"" + label + "\"");
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String cell, Path directory, int row) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(cell)) {
                return constant;
            }
        }
        throw new DataException(directory.resolve("manifest.csv") + ": row " + (row + 1) + ": \"" + cell
                + "\" is not a " + type.getSimpleName().toLowerCase(Locale.ROOT));
    }
}
