package org.earshot.trainer.train;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.files.FileNames;

/** Description of the training data in a checkpoint and in its model. */
public final class DataRecord {
    /** Key for the training data of an earlier run, from whose weights this one started. */
    public static final String BEGAN_FROM = "began_from";

    private static final String CORPUS = "corpus_sha256";

    private static final List<String> ORIGIN = List.of("seed", CORPUS);

    private static final JsonMapper MAPPER = new JsonMapper();

    private DataRecord() {}

    /** The data set's own description, if it has one, and the numbers of clips. */
    public static Map<String, Object> of(Path folder, int trainingClips, int validationClips) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("data_set", FileNames.nameOf(folder));
        data.putAll(description(folder));
        data.remove("labels");
        data.put("training_clips", trainingClips);
        data.put("validation_clips", validationClips);
        return data;
    }

    /**
     * What tells the mixtures in a folder from others with the same name and number of clips: their seed and the hash of
     * their corpus, with something put before each key. Empty for other folders.
     */
    public static Map<String, Object> originOf(Path folder, String before) {
        Map<String, Object> description = description(folder);
        Map<String, Object> origin = new LinkedHashMap<>();
        for (String key : ORIGIN) {
            if (description.containsKey(key)) {
                origin.put(before + key, description.get(key));
            }
        }
        return origin;
    }

    private static Map<String, Object> description(Path folder) {
        Path file = folder.resolve("dataset.json");
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            return MAPPER.readValue(file.toFile(), new TypeReference<Map<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
