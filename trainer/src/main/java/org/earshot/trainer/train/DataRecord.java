package org.earshot.trainer.train;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.earshot.core.files.FileNames;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.clips.Clip;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.clips.ValidationPart;

/** Description of the training data in a checkpoint and in its model. */
public final class DataRecord {
    /** Key for the training data of an earlier run, from whose weights this one started. */
    public static final String BEGAN_FROM = "began_from";

    /** Key for how the clips that a run is validated on were chosen, if they are a part of its data. */
    public static final String HELD_OUT = "validation_clips_chosen";

    /** Value of {@link #HELD_OUT}: as {@link ValidationPart} does. */
    public static final String BY_NAME = "by name";

    /** Key for the networks that a run also learns from. */
    public static final String TEACHER = "teacher";

    /** Key for the hash of the names, tags and event times of the clips, training clips first. */
    static final String CLIPS = "clip_rows_sha256";

    private static final String CORPUS = "corpus_sha256";
    private static final String TRAINING = "training_clips";
    private static final String VALIDATION = "validation_clips";

    private static final List<String> MIXING = List.of("style", "split", "settings");
    private static final List<String> ORIGIN = List.of("seed", CORPUS);

    /** What tells a teacher from others, wherever its file is and however long it has learnt. */
    private static final List<String> OF_TEACHER = List.of("labels", "model");

    private static final List<String> OF_ITS_CLIPS = List.of("data_set", CORPUS);

    private static final JsonMapper MAPPER = new JsonMapper();

    private DataRecord() {}

    /** The data set's own description, if it has one, and what tells its clips from others. */
    public static Map<String, Object> of(Path folder, ClipDataset training, ClipDataset validation) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("data_set", FileNames.nameOf(folder));
        data.putAll(description(folder));
        data.remove("labels");
        data.put(TRAINING, training.size());
        data.put(VALIDATION, validation.size());
        data.put(CLIPS, hash("", training, validation));
        return data;
    }

    /**
     * Checks that a run goes on with the clips and teachers that it began with; what it has learnt from could be validated
     * on otherwise.
     *
     * @param before record of the run
     * @param now record of the clips and teachers that it is to go on with
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
        if (before.containsKey(CLIPS) && !before.get(CLIPS).equals(now.get(CLIPS))) {
            throw new ConfigurationException(
                    "--resume: this run began with other clips: their names, tags or event times"
                            + " have changed; give those it began with, or begin a new run");
        }
        if (before.containsKey(TEACHER) && !now.containsKey(TEACHER)) {
            throw new ConfigurationException("--resume: this run has a teacher; give --teacher again");
        }
        if (!teachers(before).equals(teachers(now))) {
            throw new ConfigurationException("--resume: this run began with "
                    + (before.containsKey(TEACHER) ? "other teachers" : "no teacher")
                    + "; give --teacher as it was given then, or begin a new run");
        }
    }

    private static List<String> teachers(Map<String, Object> record) {
        Object given = record.getOrDefault(TEACHER, List.of());
        List<?> all = given instanceof List<?> several ? several : List.of(given);
        return all.stream().map(DataRecord::teacher).toList();
    }

    private static String teacher(Object recorded) {
        if (!(recorded instanceof Map<?, ?> teacher)) {
            return String.valueOf(recorded);
        }
        // Of a checkpoint the record holds that of its data, of a model file the entries themselves.
        Map<?, ?> data = teacher.get("data") instanceof Map<?, ?> whole ? whole : teacher;
        return Stream.concat(
                        OF_TEACHER.stream().map(teacher::get),
                        OF_ITS_CLIPS.stream().map(data::get))
                .map(String::valueOf)
                .collect(Collectors.joining("\t"));
    }

    /**
     * Hash of how the clips in some folders were mixed, and of the names, tags and event times of sets of them.
     *
     * @param folders with or without a description
     */
    public static String hash(List<Path> folders, ClipDataset... sets) {
        List<Object> mixed = new ArrayList<>();
        for (Path folder : folders) {
            Map<String, Object> description = description(folder);
            MIXING.forEach(key -> mixed.add(description.get(key)));
        }
        return hash(String.valueOf(mixed), sets);
    }

    private static String hash(String first, ClipDataset... sets) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(first.getBytes(StandardCharsets.UTF_8));
            for (ClipDataset set : sets) {
                for (int i = 0; i < set.size(); i++) {
                    digest.update(row(set.clip(i)).getBytes(StandardCharsets.UTF_8));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Written out, since the hash of a run must hold for later versions of this program, and of Java, too. */
    private static String row(Clip clip) {
        StringBuilder row = new StringBuilder(clip.name());
        clip.tags().forEach(tag -> row.append('\t').append(tag));
        for (ClipEvent event : clip.events()) {
            row.append('\n').append(event.label());
            row.append('\t').append(microseconds(event.onsetSeconds()));
            row.append('\t').append(microseconds(event.offsetSeconds()));
        }
        return row.append("\n\n").toString();
    }

    private static long microseconds(double seconds) {
        return Math.round(seconds * 1e6);
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
