package org.earshot.trainer.data.corpus;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.earshot.core.model.DataException;

/**
 * A table of text cells read from a file separated by commas, tabs or semicolons, whose columns are selected by the
 * names in its first row. Quoted cells may contain the separator; blank rows are skipped; short rows are treated as if
 * padded with empty cells.
 *
 * <p>Immutable.
 */
public final class DelimitedTable {
    private final Path file;
    private final List<String> columns;
    private final List<String[]> rows;

    private DelimitedTable(Path file, List<String> columns, List<String[]> rows) {
        this.file = file;
        this.columns = columns;
        this.rows = rows;
    }

    /** A file whose first row names the columns, case-insensitively, and determines the separator. */
    public static DelimitedTable withHeader(Path file) {
        TableText table = TableText.read(file);
        List<String[]> all = parse(file, table.text(), table.separator());
        if (all.isEmpty()) {
            throw new DataException(file + ": is empty; the first row must name the columns");
        }
        List<String> columns = Arrays.stream(all.get(0))
                .map(column -> column.strip().toLowerCase(Locale.ROOT))
                .toList();
        return new DelimitedTable(file, columns, all.subList(1, all.size()));
    }

    /** A file without header, whose columns are known by position. */
    public static DelimitedTable withoutHeader(Path file, char separator) {
        return new DelimitedTable(
                file, List.of(), parse(file, TableText.read(file).text(), separator));
    }

    public int size() {
        return rows.size();
    }

    public boolean has(String column) {
        return columns.contains(column);
    }

    /** Position of a column. @throws DataException if it does not exist, listing the columns that do */
    public int column(String name) {
        int column = columns.indexOf(name);
        if (column < 0) {
            throw new DataException(
                    file + ": no column \"" + name + "\"; its first row must name the columns and has " + columns);
        }
        return column;
    }

    /**
     * The cell and all that follow it in the row; for a last column whose entries are separated in the same way as the
     * columns.
     */
    public String restOf(int row, int column) {
        String[] cells = rows.get(row);
        return column >= cells.length
                ? ""
                : String.join(";", Arrays.asList(cells).subList(column, cells.length));
    }

    /** The cell without surrounding blanks, or an empty string if the row ends before it. */
    public String cell(int row, int column) {
        String[] cells = rows.get(row);
        return column < cells.length ? cells[column].strip() : "";
    }

    /** Number of the cells of a row. */
    public int cells(int row) {
        return rows.get(row).length;
    }

    /** Number of the columns that the first row names. */
    public int columns() {
        return columns.size();
    }

    /**
     * The cell as a number, with a decimal point or comma.
     *
     * @throws DataException naming file, row and content of the cell
     */
    public double number(int row, int column) {
        String cell = cell(row, column);
        try {
            double number = Double.parseDouble(cell.replace(',', '.'));
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same error.
        }
        throw new DataException(
                file + ": row " + (row + 1) + ", column " + (column + 1) + ": \"" + cell + "\" is not a number");
    }

    /** A cell for a comma-separated table, quoted if it contains separators, quotes or line breaks. */
    public static String written(String cell) {
        boolean plain = cell.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    /** Quotes around a whole cell are those of a spreadsheet; others stand for themselves, as in tables without any. */
    private static String withoutQuotes(String cell) {
        boolean quoted = cell.length() >= 2 && cell.startsWith("\"") && cell.endsWith("\"");
        String within = quoted ? cell.substring(1, cell.length() - 1) : "";
        boolean whole = quoted && within.replace("\"\"", "").indexOf('"') < 0;
        return whole ? within.replace("\"\"", "\"") : cell;
    }

    private static List<String[]> parse(Path file, String text, char separator) {
        CsvMapper mapper = CsvMapper.builder()
                .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .build();
        CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator);
        if (separator == '\t') {
            schema = schema.withoutQuoteChar();
        }
        List<String[]> rows = new ArrayList<>();
        try (MappingIterator<String[]> cells =
                mapper.readerFor(String[].class).with(schema).readValues(text)) {
            while (cells.hasNext()) {
                String[] row = cells.next();
                if (separator == '\t') {
                    Arrays.setAll(row, cell -> withoutQuotes(row[cell]));
                }
                if (Arrays.stream(row).anyMatch(cell -> !cell.isBlank())) {
                    rows.add(row);
                }
            }
        } catch (IOException | RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new DataException(file + ": cannot be read as a table: " + reason, e);
        }
        return rows;
    }
}
