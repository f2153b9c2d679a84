package org.earshot.trainer.data.mix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.corpus.Recording.Origin;

/**
 * Where the sounds of a folder's clips come from, read from its {@code mixtures.jsonl}, so that thresholds can be
 * chosen on some sources and judged on others. In a folder without that file, or with one that does not name sources,
 * each recording or clip is a source of its own.
 *
 * <p>Immutable.
 */
public final class MixtureOrigins {
    private static final String FILE = "mixtures.jsonl";
    private static final double SAME_SECONDS = 1e-3;

    private final Map<String, Entry> clips;

    private record Entry(String scene, List<Sound> sounds) {}

    private record Sound(String label, double onsetSeconds, Origin origin) {}

    private MixtureOrigins(Map<String, Entry> clips) {
        this.clips = clips;
    }

    /** @throws DataException if the file exists but is not a list of JSON objects */
    public static MixtureOrigins read(Path directory) {
        Path file = directory.resolve(FILE);
        Map<String, Entry> clips = new HashMap<>();
        if (!Files.exists(file)) {
            return new MixtureOrigins(clips);
        }
        ObjectMapper json = new ObjectMapper();
        try (Stream<String> lines = Files.lines(file)) {
            lines.filter(line -> !line.isBlank()).forEach(line -> add(json, line, file, clips));
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return new MixtureOrigins(clips);
    }

    private static void add(ObjectMapper json, String line, Path file, Map<String, Entry> clips) {
        try {
            JsonNode node = json.readTree(line);
            List<Sound> sounds = new ArrayList<>();
            for (JsonNode event : node.path("events")) {
                String recording = event.path("event_audio_name").asText();
                sounds.add(new Sound(
                        event.path("event_label").asText(),
                        event.path("onset").asDouble(),
                        new Origin(
                                event.path("source_dataset").asText(),
                                event.path("source_id").asText(recording))));
            }
            clips.put(
                    node.path("mixture_name").asText(),
                    new Entry(node.path("scene_audio_name").asText(), sounds));
        } catch (JsonProcessingException e) {
            throw new DataException(file + ": line " + (clips.size() + 1) + " is not valid JSON", e);
        }
    }

    /** The origin of an event; a source of its own if the folder does not give it. */
    public Origin of(String clip, String label, double onsetSeconds) {
        Entry entry = clips.get(clip);
        if (entry != null) {
            for (Sound sound : entry.sounds()) {
                // Onsets are rounded to a tenth of a millisecond in tables.
                if (sound.label().equals(label) && Math.abs(sound.onsetSeconds() - onsetSeconds) < SAME_SECONDS) {
                    return sound.origin();
                }
            }
        }
        return new Origin("", clip);
    }

    /** The kind of a clip's background: the folder of its scene, or the name of the clip if the scene is not known. */
    public String kindOfScene(String clip) {
        Entry entry = clips.get(clip);
        Path scene = entry == null || entry.scene().isEmpty() ? null : Path.of(entry.scene());
        return scene == null ? clip : String.valueOf(scene.getParent() == null ? scene : scene.getParent());
    }
}
