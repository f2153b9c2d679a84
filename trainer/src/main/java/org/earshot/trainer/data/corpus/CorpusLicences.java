package org.earshot.trainer.data.corpus;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The licences of a corpus' recordings, from the column {@code licence} of its manifest. */
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
}
