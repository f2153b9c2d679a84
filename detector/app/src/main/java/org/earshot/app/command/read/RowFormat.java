package org.earshot.app.command.read;

import java.util.Locale;
import java.util.Optional;
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
            case TABLE -> Optional.of(columns.tableHead());
            case TSV -> Optional.of(String.join("\t", columns.names()));
        };
    }

    <T extends SpecificRecordBase> String line(RecordColumns<T> columns, T row) {
        return switch (this) {
            case JSON -> RecordJson.of(row).toString();
            case TABLE -> columns.tableRow(row);
            case TSV -> String.join("\t", columns.values(row));
        };
    }

    /** As it is written after {@code --format}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
