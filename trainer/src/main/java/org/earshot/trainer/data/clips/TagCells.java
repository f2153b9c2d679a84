package org.earshot.trainer.data.clips;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.earshot.core.model.DataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cells of a table's tags column. Tags are separated by semicolons. If the labels are not known from elsewhere, a
 * comma also separates tags if one of the parts occurs alone in another cell of the table ({@code dog} beside
 * {@code "dog,siren"}); otherwise the comma is part of a name. Either way the log says how it was read.
 */
public final class TagCells {
    private static final Logger LOG = LoggerFactory.getLogger(TagCells.class);

    private TagCells() {}

    /** The tags in a cell, without duplicates. */
    public static List<String> split(String cell) {
        return parts(cell, ";");
    }

    /**
     * The tags of every row of a table whose labels are not known from elsewhere.
     *
     * @throws DataException if two tags differ only in capitals or in the encoding of accents
     */
    static List<List<String>> ofUnknownLabels(Path file, List<String> cells) {
        List<List<String>> rows = cells.stream().map(TagCells::split).toList();
        Set<String> alone = new TreeSet<>();
        Set<String> withComma = new TreeSet<>();
        rows.forEach(row -> row.forEach(tag -> (tag.indexOf(',') < 0 ? alone : withComma).add(tag)));
        List<String> severed = withComma.stream()
                .filter(tag -> parts(tag, ",").stream().anyMatch(alone::contains))
                .toList();
        List<String> kept =
                withComma.stream().filter(tag -> !severed.contains(tag)).toList();
        if (!severed.isEmpty()) {
            LOG.warn("{}: split at commas into several tags: {}; use semicolons to separate tags", file, severed);
        }
        if (!kept.isEmpty()) {
            LOG.warn("{}: labels with a comma: {}; use semicolons if these are several tags", file, kept);
        }
        List<List<String>> read = new ArrayList<>();
        for (List<String> row : rows) {
            read.add(row.stream()
                    .flatMap(tag -> severed.contains(tag) ? parts(tag, ",").stream() : List.of(tag).stream())
                    .distinct()
                    .toList());
        }
        requireDistinct(file, read);
        return read;
    }

    private static void requireDistinct(Path file, List<List<String>> rows) {
        Map<String, String> seen = new TreeMap<>();
        for (int row = 0; row < rows.size(); row++) {
            for (String tag : rows.get(row)) {
                String plain = Normalizer.normalize(tag, Normalizer.Form.NFKC)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("\\s+", " ");
                String before = seen.putIfAbsent(plain, tag);
                if (before != null && !before.equals(tag)) {
                    throw new DataException(file + ": row " + (row + 1) + ": \"" + tag + "\" and \"" + before
                            + "\" look alike; write them the same way, or list both under \"labels\" in dataset.json");
                }
            }
        }
    }

    private static List<String> parts(String cell, String separator) {
        return Arrays.stream(cell.split(separator))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
    }
}
