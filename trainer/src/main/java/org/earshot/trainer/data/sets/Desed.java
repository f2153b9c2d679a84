package org.earshot.trainer.data.sets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.clips.Clip;
import org.earshot.trainer.data.clips.ClipCollection;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.clips.ClipFolder;
import org.earshot.trainer.data.clips.EventTable;
import org.earshot.trainer.data.corpus.DelimitedTable;

/**
 * DESED as laid out for DCASE 2020 Task 4: {@code audio/} and {@code metadata/} mirror each other, optionally inside a
 * folder {@code dataset}. Parts: {@code weak} (tags only; the usual training part), {@code synthetic},
 * {@code validation}, its halves {@code test_dcase2018} and {@code eval_dcase2018}, and {@code public} (events; a row
 * without onset, offset and label is a clip without events).
 *
 * <p>Labels in alphabetical order. Immutable.
 */
final class Desed implements DataSets.Reader {
    static final List<String> LABELS = List.of(
            "Alarm_bell_ringing",
            "Blender",
            "Cat",
            "Dishes",
            "Dog",
            "Electric_shaver_toothbrush",
            "Frying",
            "Running_water",
            "Speech",
            "Vacuum_cleaner");

    private static final Map<String, Part> PARTS = Map.of(
            "weak", new Part("train/weak.tsv", "train/weak"),
            "synthetic", new Part("train/synthetic20/soundscapes.tsv", "train/synthetic20/soundscapes"),
            "validation", new Part("validation/validation.tsv", "validation"),
            "test_dcase2018", new Part("validation/test_dcase2018.tsv", "validation"),
            "eval_dcase2018", new Part("validation/eval_dcase2018.tsv", "validation"),
            "public", new Part("eval/public.tsv", "eval/public"));

    private record Part(String table, String audio) {}

    @Override
    public ClipCollection read(Path directory, String part) {
        String name = part.isEmpty() ? "weak" : part;
        if (!PARTS.containsKey(name)) {
            throw new ConfigurationException(
                    "desed:" + directory + "#" + part + ": unknown part; parts are weak, synthetic, validation and"
                            + " public; test_dcase2018 and eval_dcase2018 are halves of validation");
        }
        Path root = Files.isDirectory(directory.resolve("dataset")) ? directory.resolve("dataset") : directory;
        Path table = root.resolve("metadata").resolve(PARTS.get(name).table());
        Path audio = root.resolve("audio").resolve(PARTS.get(name).audio());
        List<Clip> clips = name.equals("weak") ? weak(table, audio) : strong(table, audio);
        return new ClipCollection(
                "DESED " + name + " in " + directory, directory, LABELS, clips, name + "\n" + ClipFolder.sizes(clips));
    }

    private static List<Clip> weak(Path file, Path audio) {
        DelimitedTable table = DelimitedTable.withHeader(file);
        int filename = table.column("filename");
        int labels = table.column("event_labels");
        List<Clip> clips = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            String name = table.cell(row, filename);
            List<String> tags = Arrays.stream(table.cell(row, labels).split(","))
                    .map(String::strip)
                    .filter(tag -> !tag.isEmpty())
                    .distinct()
                    .toList();
            clips.add(Clip.weak(name, audio.resolve(name), tags));
        }
        return clips;
    }

    private static List<Clip> strong(Path file, Path audio) {
        List<Clip> clips = new ArrayList<>();
        EventTable.read(file).forEach((name, events) -> {
            events.sort(Comparator.comparingDouble(ClipEvent::onsetSeconds));
            clips.add(Clip.strong(name, audio.resolve(name), events));
        });
        return clips;
    }
}
