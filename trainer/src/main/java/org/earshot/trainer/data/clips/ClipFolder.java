package org.earshot.trainer.data.clips;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.earshot.core.model.DataException;
import org.earshot.core.model.Naming;
import org.earshot.trainer.data.corpus.DelimitedTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a folder of audio with a table of tags, either your own recordings or mixtures written by
 * {@code MixtureWriter}.
 *
 * <p>{@code tags.csv} has the columns {@code filename} and {@code tags}, several tags separated by semicolons
 * ({@link TagCells}); file names are relative to the folder or to its subfolder {@code audio}. If there is an
 * {@code events.tsv} (columns filename, onset, offset, event_label; seconds), it gives the times of the events. A clip
 * whose tags do not all occur among its events keeps its tags throughout, like one without event times. Labels come
 * from {@code dataset.json} if it exists; otherwise they are the tags in alphabetical order.
 */
public final class ClipFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ClipFolder.class);
    private static final int NAMED = 10;

    private ClipFolder() {}

    /** @throws DataException if a table is missing, empty or malformed, or the tables contradict each other */
    public static ClipCollection read(Path directory) {
        Path tagsFile = directory.resolve("tags.csv");
        DelimitedTable table = DelimitedTable.withHeader(tagsFile);
        int filename = table.column("filename");
        int tags = table.column("tags");
        if (table.size() == 0) {
            throw new DataException(
                    tagsFile + ": no row below the column names; each clip needs one, such as yard-0001.wav,dog");
        }
        JsonNode description = description(directory);
        List<String> order = new ArrayList<>();
        description.path("labels").forEach(label -> order.add(label.asText()));
        List<String> cells = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            cells.add(tagsCell(tagsFile, table, row, tags));
        }
        List<List<String>> heardInRows = order.isEmpty()
                ? TagCells.ofUnknownLabels(tagsFile, cells)
                : cells.stream().map(TagCells::split).toList();
        Path eventsFile = directory.resolve("events.tsv");
        boolean timed = Files.exists(eventsFile);
        Map<String, List<String>> tagsOf = new HashMap<>();
        for (int row = 0; row < table.size(); row++) {
            tagsOf.put(table.cell(row, filename), heardInRows.get(row));
        }
        Map<String, List<ClipEvent>> events = timed
                ? EventTable.read(eventsFile, (where, clip, e) -> checkTag(where, tagsOf.get(clip), e))
                : Map.of();
        Map<String, Integer> rows = new HashMap<>();
        List<Clip> clips = new ArrayList<>();
        TreeSet<String> labels = new TreeSet<>();
        int fold = table.has("fold") ? table.column("fold") : -1;
        for (int row = 0; row < table.size(); row++) {
            String name = table.cell(row, filename);
            if (name.isEmpty()) {
                throw new DataException(tagsFile + ": row " + (row + 1) + ": no file name");
            }
            if (rows.put(name, row) != null) {
                throw new DataException(tagsFile + ": " + name + " has two rows");
            }
            for (String label : heardInRows.get(row)) {
                checkLabel(tagsFile, row, label);
                labels.add(label);
            }
            List<ClipEvent> heard = events.getOrDefault(name, List.of()).stream()
                    .sorted(Comparator.comparingDouble(ClipEvent::onsetSeconds))
                    .toList();
            boolean strong =
                    timed && heard.stream().map(ClipEvent::label).toList().containsAll(heardInRows.get(row));
            int number = fold < 0 ? 0 : (int) table.number(row, fold);
            clips.add(new Clip(name, audio(directory, name), heardInRows.get(row), heard, strong, number));
        }
        if (timed) {
            checkEvents(eventsFile, events, clips, rows);
        }
        if (labels.isEmpty() && order.isEmpty()) {
            throw new DataException(tagsFile + ": none of its " + clips.size() + " clips has a tag; list the labels"
                    + " of each clip under tags, separated by semicolons");
        }
        return new ClipCollection(
                "data set " + directory,
                directory,
                order.isEmpty() ? List.copyOf(labels) : order,
                clips,
                provenance(description, clips));
    }

    /** @param tags of the event's clip; null if it has no row, which is said of all such clips together */
    private static void checkTag(String where, List<String> tags, ClipEvent event) {
        if (tags != null && !tags.contains(event.label())) {
            throw new DataException(where + ": " + event.label() + " is not among its tags in tags.csv, " + tags
                    + "; add it there, or take the event out");
        }
    }

    /** Refuses events of clips that are not there, and says which tags are without a time. */
    private static void checkEvents(
            Path file, Map<String, List<ClipEvent>> events, List<Clip> clips, Map<String, Integer> rows) {
        List<String> unknown =
                events.keySet().stream().filter(name -> !rows.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            throw new DataException(file + ": " + unknown.size() + " file name(s) without a row in tags.csv: "
                    + first(unknown) + "; write them as they are written there");
        }
        List<String> untimed =
                clips.stream().filter(clip -> !clip.strong()).map(Clip::name).toList();
        if (!untimed.isEmpty()) {
            LOG.warn(
                    "{}: {} of {} clips have a tag without an event, so they count as clips without event times: {}",
                    file,
                    untimed.size(),
                    clips.size(),
                    first(untimed));
        }
    }

    private static String first(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }

    /** Refuses labels that a model file may not contain, before any training. */
    private static void checkLabel(Path file, int row, String label) {
        Naming.LABEL.fault(label).ifPresent(fault -> {
            throw new DataException(file + ": row " + (row + 1) + ": a tag " + fault + "; rename it");
        });
    }

    private static String tagsCell(Path file, DelimitedTable table, int row, int tags) {
        if (tags == table.columns() - 1) {
            return table.restOf(row, tags);
        }
        if (table.cells(row) > table.columns()) {
            throw new DataException(file + ": row " + (row + 1) + ": has " + table.cells(row) + " cells, the first row "
                    + table.columns() + "; put several tags into quotes, separated by semicolons");
        }
        return table.cell(row, tags);
    }

    private static Path audio(Path directory, String name) {
        Path inAudio = directory.resolve("audio").resolve(name);
        return Files.exists(directory.resolve("audio")) ? inAudio : directory.resolve(name);
    }

    /** Features that were written without audio are known by their description alone. */
    private static String provenance(JsonNode description, List<Clip> clips) {
        if (description.isMissingNode()) {
            return sizes(clips);
        }
        return description.path("audio").asBoolean(true) ? description + "\n" + sizes(clips) : description.toString();
    }

    private static JsonNode description(Path directory) {
        Path file = directory.resolve("dataset.json");
        try {
            ObjectMapper json = new ObjectMapper();
            return Files.exists(file) ? json.readTree(file.toFile()) : json.missingNode();
        } catch (IOException e) {
            throw new DataException(
                    file + ": no JSON: " + e.getMessage().lines().findFirst().orElse(""), e);
        }
    }

    /** Names and sizes of the files: cheap to read, and different if the audio differs. */
    public static String sizes(List<Clip> clips) {
        StringBuilder text = new StringBuilder();
        for (Clip clip : clips) {
            long size = clip.audio().toFile().length();
            text.append(clip.name()).append(' ').append(size).append('\n');
        }
        return text.toString();
    }
}
