package org.earshot.trainer.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.DataException;

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
        List<float[]> alpha) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** The same run as a row of another table. */
    RunResult of(Variant row) {
        return new RunResult(key, row.name(), seed, fold, parameters, clipSteps, seconds, measures, labels, alpha);
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
