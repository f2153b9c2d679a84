package org.earshot.trainer.eval.metric;

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
 * Reads and writes event lists as the DCASE challenges do: one event a line, {@code filename onset offset event_label},
 * separated by tabs (or by commas, where the first line has no tab), times in seconds. A header names the columns in any
 * order and may name others, which are passed over; without a header the order is the one above. A row with only a file
 * name, and a row from 0 to 0 (inaudible, DCASE 2017 task 4), says that the file belongs to the set.
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
            if (columns == null) {
                separator = line.indexOf('\t') < 0 && line.indexOf(',') >= 0 ? ',' : '\t';
                columns = header(split(line, separator), path, i + 1);
                if (!columns.isEmpty()) {
                    continue;
                }
                columns = Map.of("filename", 0, "onset", 1, "offset", 2, "event_label", 3);
            }
            row(split(line, separator), columns, path + ", line " + (i + 1), files, events);
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
            List<String> fields = split(lines.get(i), lines.get(i).indexOf('\t') < 0 ? ',' : '\t');
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

    private static Map<String, Integer> header(List<String> fields, Path path, int line) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.get(i).strip().toLowerCase(Locale.ROOT);
            columns.putIfAbsent(OTHER_NAMES.getOrDefault(name, name), i);
        }
        boolean isHeader = columns.containsKey("filename") || columns.containsKey("onset");
        if (isHeader && !columns.keySet().containsAll(COLUMNS)) {
            throw new DataException(path + ", line " + line + ": the header must name the columns "
                    + String.join(", ", COLUMNS) + "; it has " + fields);
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

    /** Fields of a line; double quotes protect the separator and are written twice inside a field. */
    static List<String> split(String line, char separator) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"' && (quoted || field.isEmpty())) {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
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
