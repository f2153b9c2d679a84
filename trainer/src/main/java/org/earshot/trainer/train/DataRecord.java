package org.earshot.trainer.train;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a checkpoint and the model made of it say of the clips learnt from. */
public final class DataRecord {
    /** Key of what an earlier run, whose weights this one began with, had learnt from. */
    public static final String BEGAN_FROM = "began_from";

    private static final JsonMapper MAPPER = new JsonMapper();

    private DataRecord() {}

    /** The data set's own description where it has one, and the numbers of clips. */
    public static Map<String, Object> of(Path folder, int trainingClips, int validationClips) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("data_set", folder.getFileName().toString());
        Path description = folder.resolve("dataset.json");
        if (Files.exists(description)) {
            try {
                data.putAll(MAPPER.readValue(description.toFile(), new TypeReference<Map<String, Object>>() {}));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            data.remove("labels");
        }
        data.put("training_clips", trainingClips);
        data.put("validation_clips", validationClips);
        return data;
    }
}
