package org.earshot.trainer.train;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.earshot.core.files.FileNames;

/** Description of the training data in a checkpoint and in its model. */
public final class DataRecord {
    /** Key for the training data of an earlier run, from whose weights this one started. */
    public static final String BEGAN_FROM = "began_from";

    private static final JsonMapper MAPPER = new JsonMapper();

    private DataRecord() {}

    /** The data set's own description, if it has one, and the numbers of clips. */
    public static Map<String, Object> of(Path folder, int trainingClips, int validationClips) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("data_set", FileNames.nameOf(folder));
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
