package org.earshot.trainer.data.corpus;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The licences of the recordings of a corpus, from the column {@code licence} of its manifest. */
public final class CorpusLicences {
    private CorpusLicences() {}

    /** Number of recordings under each licence that is let through, alphabetically; empty where the manifest does not say. */
    public static Map<String, Integer> of(Path corpus, LicenceFilter filter) {
        DelimitedTable table = DelimitedTable.withHeader(corpus.resolve("manifest.csv"));
        Map<String, Integer> licences = new TreeMap<>();
        if (table.has("licence")) {
            int column = table.column("licence");
            for (int row = 0; row < table.size(); row++) {
                if (filter.permits(table.cell(row, column))) {
                    licences.merge(table.cell(row, column), 1, Integer::sum);
                }
            }
        }
        return licences;
    }

    /**
     * Under which terms a recording may be used.
     *
     * @param licence as the manifest has it
     * @param author who made it; may be empty
     * @param source where it was published, e.g. {@code freesound:11687}
     */
    public record Terms(String licence, String author, String source) {}

    /** The terms of each recording, by its path in the manifest; none where the manifest does not say. */
    public static Map<String, Terms> terms(Path corpus) {
        DelimitedTable table = DelimitedTable.withHeader(corpus.resolve("manifest.csv"));
        Map<String, Terms> terms = new TreeMap<>();
        if (!table.has("licence") || !table.has("author") || !table.has("source_id")) {
            return terms;
        }
        for (int row = 0; row < table.size(); row++) {
            terms.put(
                    table.cell(row, table.column("path")),
                    new Terms(
                            table.cell(row, table.column("licence")),
                            table.cell(row, table.column("author")),
                            table.cell(row, table.column("source_id"))));
        }
        return terms;
    }
}
