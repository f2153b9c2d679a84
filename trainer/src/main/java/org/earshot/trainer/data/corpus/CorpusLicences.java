package org.earshot.trainer.data.corpus;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The licences of the recordings of a corpus, from the column {@code licence} of its manifest. */
public final class CorpusLicences {
    private CorpusLicences() {}

    /** Number of recordings under each licence, alphabetically; empty if the manifest has no such column. */
    public static Map<String, Integer> of(Path corpus) {
        DelimitedTable table = DelimitedTable.withHeader(corpus.resolve("manifest.csv"));
        Map<String, Integer> licences = new TreeMap<>();
        if (table.has("licence")) {
            int column = table.column("licence");
            for (int row = 0; row < table.size(); row++) {
                licences.merge(table.cell(row, column), 1, Integer::sum);
            }
        }
        return licences;
    }
}
