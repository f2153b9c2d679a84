package org.earshot.trainer.data;

import java.util.List;
import java.util.Map;

/**
 * A set of mixtures to be written.
 *
 * @param clips which mixtures, ascending
 * @param recipes per clip number the recipe that plans it
 * @param labels class names in the order of a network's outputs
 * @param seed of the whole set
 * @param description further entries of {@code dataset.json}: style, split, corpus hash and settings
 */
public record MixtureSet(
        int clips,
        java.util.function.IntFunction<MixtureRecipe> recipes,
        List<String> labels,
        long seed,
        Map<String, Object> description) {
    MixturePlan plan(int clip) {
        return recipes.apply(clip).plan(clip, seed);
    }
}
