package org.earshot.trainer.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.DataException;
import org.earshot.trainer.train.Recipe;
import org.earshot.trainer.train.RecipeFile;

/**
 * The result of one run of one variant; a line of the results file.
 *
 * @param key identifies the run: variant, recipe, data, seed and fold
 * @param variant name of the variant
 * @param seed of the run
 * @param fold that was held out, or 0
 * @param parameters number of learnt values
 * @param clipSteps clips trained on
 * @param seconds spent training
 * @param measures by name, e.g. {@code tagging.map}
 * @param labels class names
 * @param alpha learnt sharpness [label][mel], or empty
 * @param recipe it was trained and measured with; null in results of old
 * @param clips what it was trained and measured on; null in results of old
 */
public record RunResult(
        String key,
        String variant,
        long seed,
        int fold,
        long parameters,
        double clipSteps,
        double seconds,
        Map<String, Double> measures,
        List<String> labels,
        List<float[]> alpha,
        String recipe,
        String clips) {
    /** Last key of what is recorded of the clips; results of old do not have it. */
    public static final String CLIPS_HASH = "clips_sha256";

    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * True if this is the result of a recipe on some clips. A recipe of old is read with the values that keys added since
     * then stand for, and clips of old are compared without their hash, so that a new version of the program does not
     * repeat what is done.
     */
    boolean isOf(Recipe asked, String onClips) {
        if (recipe == null || clips == null) {
            return false;
        }
        boolean hashed = clips.contains(CLIPS_HASH);
        String same = hashed ? onClips : onClips.replaceFirst(", " + CLIPS_HASH + "=[0-9a-f]+", "");
        return same.equals(clips) && RecipeFile.parse(recipe).equals(asked);
    }

    /** The same run as a row of another table. */
    RunResult of(Variant row) {
        return new RunResult(
                key, row.name(), seed, fold, parameters, clipSteps, seconds, measures, labels, alpha, recipe, clips);
    }

    String toJson() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static RunResult parse(String line) {
        try {
            return MAPPER.readValue(line, RunResult.class);
        } catch (JsonProcessingException e) {
            throw new DataException("results: a line is not the result of a run: " + e.getOriginalMessage(), e);
        }
    }
}
