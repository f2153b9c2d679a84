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
 * Location of the clips of a run, kept in its folder as {@code clips.json}, so that {@code export} can choose
 * thresholds on them. Stays on this machine: it is not part of checkpoint or model.
 *
 * @param data the data set given with {@code --data}, with an absolute path
 * @param validation the same for {@code --validation}; null for the part of the data that is kept for it
 */
public record RunClips(String data, String validation) {
    private static final String FILE = "clips.json";
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Writes {@code clips.json} into the folder of a run. */
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

    /** Reads {@code clips.json} from the folder of a run; null if there is none. */
    public static RunClips read(Path run) {
        Path file = run.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            Map<String, String> json = MAPPER.readValue(file.toFile(), new TypeReference<Map<String, String>>() {});
            return json.get("data") == null ? null : new RunClips(json.get("data"), json.get("validation"));
        } catch (IOException e) {
            throw new DataException(file + ": not valid; delete it: " + e.getMessage(), e);
        }
    }
}
