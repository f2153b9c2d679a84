package org.earshot.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.earshot.detector.model.DataException;

/**
 * Reads a folder of audio with a table of tags, be it one's own recordings or the mixtures that {@link MixtureWriter}
 * wrote.
 *
 * <p>{@code tags.csv} has the columns {@code filename} and {@code tags}, several tags separated by semicolons; file names
 * are relative to the folder or to its subfolder {@code audio}. Where {@code events.tsv} is there too (columns filename,
 * onset, offset, event_label; seconds), it says when the tags are heard; clips without a row have no event. Labels come
 * from {@code dataset.json}, or else are the tags in alphabetical order.
 */
public final class ClipFolder {
    private ClipFolder() {}

    /** @throws DataException if a table is missing or malformed, or the tables contradict each other */
    public static ClipCollection read(Path directory) {
        DelimitedTable table = DelimitedTable.withHeader(directory.resolve("tags.csv"));
        int filename = table.column("filename");
        int tags = table.column("tags");
        Path eventsFile = directory.resolve("events.tsv");
        boolean strong = Files.exists(eventsFile);
        Map<String, List<ClipEvent>> events = strong ? EventTable.read(eventsFile) : Map.of();
        Map<String, Integer> folds = new HashMap<>();
        List<Clip> clips = new ArrayList<>();
        TreeSet<String> labels = new TreeSet<>();
        int fold = table.has("fold") ? table.column("fold") : -1;
        for (int row = 0; row < table.size(); row++) {
            String name = table.cell(row, filename);
            if (folds.put(name, row) != null) {
                throw new DataException(directory.resolve("tags.csv") + ": " + name + " has two rows");
            }
            List<String> names = names(table.cell(row, tags));
            labels.addAll(names);
            List<ClipEvent> heard = events.getOrDefault(name, List.of()).stream()
                    .sorted(Comparator.comparingDouble(ClipEvent::onsetSeconds))
                    .toList();
            int number = fold < 0 ? 0 : (int) table.number(row, fold);
            clips.add(new Clip(name, audio(directory, name), names, heard, strong, number));
        }
        JsonNode description = description(directory);
        List<String> order = new ArrayList<>();
        description.path("labels").forEach(label -> order.add(label.asText()));
        return new ClipCollection(
                "data set " + directory,
                directory,
                order.isEmpty() ? List.copyOf(labels) : order,
                clips,
                description.isMissingNode() ? sizes(clips) : description.toString());
    }

    /** The tags in a cell, each once. */
    static List<String> names(String cell) {
        return Arrays.stream(cell.split(";"))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
    }

    private static Path audio(Path directory, String name) {
        Path inAudio = directory.resolve("audio").resolve(name);
        return Files.exists(directory.resolve("audio")) ? inAudio : directory.resolve(name);
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

    /** Names and sizes of the files: cheap to find, and different when the audio is. */
    static String sizes(List<Clip> clips) {
        StringBuilder text = new StringBuilder();
        for (Clip clip : clips) {
            long size = clip.audio().toFile().length();
            text.append(clip.audio()).append(' ').append(size).append('\n');
        }
        return text.toString();
    }
}
