package org.earshot.trainer.train;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.earshot.core.model.DataException;

/**
 * Where the clips of a run lie, kept in its folder as {@code clips.json}, so that {@code export} finds those that the model
 * can be held against. It stays on this machine: nothing of it goes into checkpoint or model.
 *
 * @param data what was written after {@code --data}, with an absolute path
 * @param validation likewise after {@code --validation}; null for every twentieth clip of the data
 */
public record RunClips(String data, String validation) {
    private static final String FILE = "clips.json";
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Writes it into a run's folder. */
    public void write(Path run) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("data", data);
        if (validation != null) {
            json.put("validation", validation);
        }
        try {
            Files.writeString(run.resolve(FILE), MAPPER.writeValueAsString(json) + "\n");
        } catch (IOException e) {
            throw new DataException(run.resolve(FILE) + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** That of a run's folder; null where it has none. */
    public static RunClips read(Path run) {
        Path file = run.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            Map<String, String> json = MAPPER.readValue(file.toFile(), new TypeReference<Map<String, String>>() {});
            return json.get("data") == null ? null : new RunClips(json.get("data"), json.get("validation"));
        } catch (IOException e) {
            throw new DataException(file + ": is no JSON of two texts; delete it: " + e.getMessage(), e);
        }
    }
}
