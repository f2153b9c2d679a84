package org.earshot.trainer.eval.metric;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.earshot.core.model.DataException;

/**
 * Reads and writes event lists in the format of the DCASE challenges: one event per line, with file name, onset, offset
 * and label, times in seconds:
 *
 * <pre>
 * filename  onset  offset  event_label
 * a.wav     0.500  2.125   dog
 * b.wav                                  a file without events
 * </pre>
 *
 * <p>Columns are separated by tabs, or by commas if the first line has no tab. A header may name the columns in any
 * order; unknown columns are ignored. Without a header the order is as above. A row with only a file name, or an event
 * from 0 to 0 (inaudible, DCASE 2017 task 4), means that the file belongs to the set but has no event.
 *
 * <p>Stateless. Errors name the file and the line.
 */
public final class EventTsv {
    private static final List<String> COLUMNS = List.of("filename", "onset", "offset", "event_label");
    private static final Map<String, String> OTHER_NAMES = Map.of(
            "file", "filename",
            "event_onset", "onset",
            "start", "onset",
            "event_offset", "offset",
            "end", "offset",
            "label", "event_label",
            "event_labels", "event_label");

    private static final ObjectReader CELLS =
            new CsvMapper().enable(CsvParser.Feature.WRAP_AS_ARRAY).readerFor(String[].class);

    private EventTsv() {}

    public static EventList read(Path path) {
        Set<String> files = new LinkedHashSet<>();
        List<EventRow> events = new ArrayList<>();
        Map<String, Integer> columns = null;
        char separator = '\t';
        List<String> lines = lines(path);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                continue;
            }
            String where = path + ", line " + (i + 1);
            if (columns == null) {
                separator = line.indexOf('\t') < 0 && line.indexOf(',') >= 0 ? ',' : '\t';
                columns = header(split(line, separator, where), where);
                if (!columns.isEmpty()) {
                    continue;
                }
                columns = Map.of("filename", 0, "onset", 1, "offset", 2, "event_label", 3);
            }
            row(split(line, separator, where), columns, where, files, events);
        }
        return EventList.of(files, events);
    }

    /** Durations of files in seconds from a table {@code filename duration}, header optional. */
    public static Map<String, Double> readDurations(Path path) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        List<String> lines = lines(path);
        int file = 0;
        int duration = 1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            String where = path + ", line " + (i + 1);
            List<String> fields = split(lines.get(i), lines.get(i).indexOf('\t') < 0 ? ',' : '\t', where);
            if (seconds.isEmpty() && fields.contains("filename") && fields.contains("duration")) {
                file = fields.indexOf("filename");
                duration = fields.indexOf("duration");
                continue;
            }
            if (fields.size() <= Math.max(file, duration)) {
                throw new DataException(
                        where + ": expected filename and duration, found " + fields.size() + " columns");
            }
            double value = number(fields.get(duration), "duration", where);
            if (value <= 0) {
                throw new DataException(where + ": the duration must be above 0, is " + value);
            }
            seconds.put(fields.get(file), value);
        }
        return seconds;
    }

    /** Writes header and events, tab-separated, with three decimals; files without events get a row of their own. */
    public static void write(EventList list, Writer out) throws IOException {
        out.write(String.join("\t", COLUMNS) + "\n");
        for (String file : list.files()) {
            List<EventRow> events = list.of(file);
            if (events.isEmpty()) {
                out.write(file + "\t\t\t\n");
            }
            for (EventRow e : events) {
                out.write(String.format(
                        Locale.ROOT, "%s\t%.3f\t%.3f\t%s%n", file, e.onsetSeconds(), e.offsetSeconds(), e.label()));
            }
        }
    }

    private static Map<String, Integer> header(List<String> fields, String where) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.get(i).strip().toLowerCase(Locale.ROOT);
            columns.putIfAbsent(OTHER_NAMES.getOrDefault(name, name), i);
        }
        boolean isHeader = columns.containsKey("filename") || columns.containsKey("onset");
        if (isHeader && !columns.keySet().containsAll(COLUMNS)) {
            throw new DataException(
                    where + ": the header must name the columns " + String.join(", ", COLUMNS) + "; it has " + fields);
        }
        return isHeader ? columns : Map.of();
    }

    private static void row(
            List<String> fields, Map<String, Integer> columns, String where, Set<String> files, List<EventRow> events) {
        String file = field(fields, columns, "filename");
        String onset = field(fields, columns, "onset");
        String offset = field(fields, columns, "offset");
        String label = field(fields, columns, "event_label");
        if (file.isEmpty()) {
            throw new DataException(where + ": the file name is empty");
        }
        files.add(file);
        if (onset.isEmpty() && offset.isEmpty() && label.isEmpty()) {
            return;
        }
        if (label.isEmpty()) {
            throw new DataException(
                    where + ": the event has no label (columns are " + String.join(", ", COLUMNS) + ")");
        }
        double from = number(onset, "onset", where);
        double to = number(offset, "offset", where);
        if (from > to) {
            throw new DataException(where + ": the onset " + from + " lies after the offset " + to);
        }
        if (from != 0 || to != 0) {
            events.add(new EventRow(file, from, to, label));
        }
    }

    private static String field(List<String> fields, Map<String, Integer> columns, String name) {
        int at = columns.get(name);
        return at < fields.size() ? fields.get(at).strip() : "";
    }

    private static double number(String text, String name, String where) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, like an infinite value.
        }
        throw new DataException(where + ": the " + name + " must be a number of seconds, is '" + text + "'");
    }

    /** Cells of a line; double quotes protect the separator and are doubled within a cell. */
    private static List<String> split(String line, char separator, String where) {
        try (MappingIterator<String[]> rows = CELLS.with(CsvSchema.emptySchema().withColumnSeparator(separator))
                .readValues(line)) {
            return List.of(rows.next());
        } catch (IOException | RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new DataException(where + ": cannot be split into columns: " + reason, e);
        }
    }

    private static List<String> lines(Path path) {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(path));
            if (!lines.isEmpty() && lines.get(0).startsWith("\uFEFF")) {
                lines.set(0, lines.get(0).substring(1));
            }
            return lines;
        } catch (MalformedInputException e) {
            throw new DataException(path + ": not a text file in UTF-8");
        } catch (NoSuchFileException e) {
            throw new DataException(path + ": no such file");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
