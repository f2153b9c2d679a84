package org.earshot.trainer.data;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.earshot.detector.model.DataException;

/**
 * A table of text cells read from a comma- or tab-separated file, with its columns selected by the names in its first
 * row. Quoted cells may hold the separator; blank lines vanish; short rows read as if filled with empty cells.
 *
 * <p>Immutable.
 */
final class DelimitedTable {
    private final Path file;
    private final List<String> columns;
    private final List<String[]> rows;

    private DelimitedTable(Path file, List<String> columns, List<String[]> rows) {
        this.file = file;
        this.columns = columns;
        this.rows = rows;
    }

    /** A file whose first row names the columns. Files that end in .tsv, .txt or hold a tab there are tab-separated. */
    static DelimitedTable withHeader(Path file) {
        List<String[]> all = parse(file, separatorOf(file));
        if (all.isEmpty()) {
            throw new DataException(file + ": empty; a first row with the names of the columns is expected");
        }
        List<String> columns = Arrays.stream(all.get(0)).map(String::strip).toList();
        return new DelimitedTable(file, columns, all.subList(1, all.size()));
    }

    /** A file that is all rows; its columns go by their position. */
    static DelimitedTable withoutHeader(Path file, char separator) {
        return new DelimitedTable(file, List.of(), parse(file, separator));
    }

    int size() {
        return rows.size();
    }

    boolean has(String column) {
        return columns.contains(column);
    }

    /** Position of a column. @throws DataException naming the file and the columns that it has */
    int column(String name) {
        int column = columns.indexOf(name);
        if (column < 0) {
            throw new DataException(file + ": no column \"" + name + "\"; its first row has " + columns);
        }
        return column;
    }

    /** The cell without surrounding blanks, or an empty text where the row ends before it. */
    String cell(int row, int column) {
        String[] cells = rows.get(row);
        return column < cells.length ? cells[column].strip() : "";
    }

    /** The cell as a number. @throws DataException naming file, row and what stands there */
    double number(int row, int column) {
        String cell = cell(row, column);
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new DataException(
                    file + ": row " + (row + 1) + ", column " + (column + 1) + ": \"" + cell + "\" is no number", e);
        }
    }

    private static char separatorOf(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String first = reader.readLine();
            return first != null && first.indexOf('\t') >= 0 ? '\t' : ',';
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": no such file", e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<String[]> parse(Path file, char separator) {
        CsvMapper mapper = CsvMapper.builder()
                .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .build();
        CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator);
        if (separator == '\t') {
            schema = schema.withoutQuoteChar();
        }
        List<String[]> rows = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file);
                MappingIterator<String[]> cells =
                        mapper.readerFor(String[].class).with(schema).readValues(reader)) {
            while (cells.hasNext()) {
                rows.add(cells.next());
            }
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": no such file", e);
        } catch (IOException | RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new DataException(file + ": cannot be read as a table: " + reason, e);
        }
        return rows;
    }
}
