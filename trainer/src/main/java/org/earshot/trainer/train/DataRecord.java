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
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.clips.ValidationPart;

/** Description of the training data in a checkpoint and in its model. */
public final class DataRecord {
    /** Key for the training data of an earlier run, from whose weights this one started. */
    public static final String BEGAN_FROM = "began_from";

    /** Key for how the clips that a run is validated on were chosen, if they are a part of its data. */
    public static final String HELD_OUT = "validation_clips_chosen";

    /** Value of {@link #HELD_OUT}: as {@link ValidationPart} does. */
    public static final String BY_NAME = "by name";

    private static final String CORPUS = "corpus_sha256";
    private static final String TRAINING = "training_clips";
    private static final String VALIDATION = "validation_clips";

    private static final List<String> ORIGIN = List.of("seed", CORPUS);

    private static final JsonMapper MAPPER = new JsonMapper();

    private DataRecord() {}

    /** The data set's own description, if it has one, and the numbers of clips. */
    public static Map<String, Object> of(Path folder, int trainingClips, int validationClips) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("data_set", FileNames.nameOf(folder));
        data.putAll(description(folder));
        data.remove("labels");
        data.put(TRAINING, trainingClips);
        data.put(VALIDATION, validationClips);
        return data;
    }

    /**
     * Checks that a run goes on with the clips that it began with; what it has learnt from could be validated on otherwise.
     *
     * @param before record of the run
     * @param now record of the clips that it is to go on with
     * @throws ConfigurationException if they differ
     */
    public static void requireSame(Map<String, Object> before, Map<String, Object> now) {
        for (String key : List.of(TRAINING, VALIDATION, HELD_OUT, CORPUS)) {
            // A run from before it was recorded chose its validation clips by their rows.
            boolean known = before.containsKey(key) || key.equals(HELD_OUT);
            if (known && !String.valueOf(before.get(key)).equals(String.valueOf(now.get(key)))) {
                throw new ConfigurationException("--resume: this run began with other clips: " + key + " was "
                        + before.getOrDefault(key, "not known") + " and is " + now.getOrDefault(key, "not known")
                        + "; give those it began with, or begin a new run");
            }
        }
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
