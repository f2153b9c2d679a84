package org.earshot.app.command.read;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecordBase;
import org.earshot.streams.framing.RecordJson;

/** How records are written, one a line. */
enum RowFormat {
    /** Every field of the record, as a JSON object. */
    JSON,
    /** For eyes. */
    TABLE,
    /** For spreadsheets and scripts: tab-separated, with the names of the columns first. */
    TSV;

    /** What stands above the lines. */
    Optional<String> head(RecordColumns<?> columns) {
        return switch (this) {
            case JSON -> Optional.empty();
            case TABLE -> Optional.of(table(columns, columns.heads()));
            case TSV -> Optional.of(tsv(columns.names()));
        };
    }

    <T extends SpecificRecordBase> String line(RecordColumns<T> columns, T row) {
        return switch (this) {
            case JSON -> RecordJson.of(row).toString();
            case TABLE -> table(columns, columns.cells().apply(row));
            case TSV -> tsv(columns.values().apply(row));
        };
    }

    private static String table(RecordColumns<?> columns, List<?> cells) {
        return String.format(columns.layout(), cells.toArray());
    }

    private static String tsv(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining("\t"));
    }

    /** As it is written after {@code --format}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
