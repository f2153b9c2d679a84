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
 * A collection of single sounds and backgrounds to make mixtures of: a folder with {@code manifest.csv}, whose columns
 * {@code path, role, label, split, duration_s} are read by name, and {@code source_dataset, source_id} where they are there.
 * Roles are event, distractor and background; splits are
 * train, validation and test, and no source stands in two of them.
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

    /** Reads the manifest. @throws DataException if it is malformed or names files that are not there, naming them */
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
        Complaints complaints = new Complaints();
        complaints.addMissing(recordings.stream().map(Recording::file).toList());
        complaints.throwIfAny("corpus " + directory + " (" + recordings.size() + " files)");
        return new Corpus(directory, recordings);
    }

    public Path directory() {
        return directory;
    }

    /** Names of the labels that events have, in alphabetical order. */
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

    /** This corpus with further recordings. @throws DataException if one is an event of a label that is not its own */
    public Corpus with(List<Recording> more) {
        more.stream()
                .filter(r -> r.role() == Recording.Role.EVENT && !labels.contains(r.label()))
                .findFirst()
                .ifPresent(r -> {
                    throw new DataException(
                            r.file() + ": label \"" + r.label() + "\" is none of the corpus: " + labels);
                });
        List<Recording> all = new ArrayList<>(recordings);
        all.addAll(more);
        return new Corpus(directory, all);
    }

    /** This corpus without the recordings of a split that are not among the given ones. Labels stay. */
    public Corpus only(List<Recording> kept, Split split) {
        Set<Recording> wanted = Set.copyOf(kept);
        return new Corpus(
                directory,
                recordings.stream()
                        .filter(r -> r.split() != split || wanted.contains(r))
                        .toList(),
                labels);
    }

    /** SHA-256, in hexadecimal, over the manifest and the bytes of every file in the manifest's order. */
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

    /** Labels go into tables of tags and events, which semicolons, tabs and line breaks would cut. */
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
        throw new DataException(directory.resolve("manifest.csv") + ": row " + (row + 1) + ": \"" + cell + "\" is no "
                + type.getSimpleName().toLowerCase(Locale.ROOT));
    }
}
