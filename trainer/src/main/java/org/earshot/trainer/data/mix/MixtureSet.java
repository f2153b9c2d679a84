package org.earshot.trainer.data.mix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of mixtures to render.
 *
 * @param clips number of mixtures
 * @param recipes recipe for each clip number
 * @param labels class names in the order of a network's outputs
 * @param seed seed of the whole set
 * @param description additional entries of {@code dataset.json}: style, split, corpus hash and settings
 */
public record MixtureSet(
        int clips,
        java.util.function.IntFunction<MixtureRecipe> recipes,
        List<String> labels,
        long seed,
        Map<String, Object> description) {
    /**
     * A copy with an entry {@code synthetic_events}: for each label the number of synthetic events and of all events.
     */
    public MixtureSet countingSynthetic() {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        for (int clip = 0; clip < clips; clip++) {
            for (Placement sound : plan(clip).sounds()) {
                if (sound.labelled()) {
                    Map<String, Integer> label =
                            counts.computeIfAbsent(sound.recording().label(), key -> new TreeMap<>());
                    label.merge("synthetic", sound.recording().synthesis() == null ? 0 : 1, Integer::sum);
                    label.merge("all", 1, Integer::sum);
                }
            }
        }
        counts.values().removeIf(label -> label.get("synthetic") == 0);
        Map<String, Object> more = new LinkedHashMap<>(description);
        more.put("synthetic_events", counts);
        return new MixtureSet(clips, recipes, labels, seed, more);
    }

    /** The plan of one mixture. */
    public MixturePlan plan(int clip) {
        return recipes.apply(clip).plan(clip, seed);
    }
}
