package org.earshot.trainer.experiment;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One row of a table.
 *
 * @param name name in the table
 * @param recipe changes to the recipe, by dotted key
 * @param windowFrames length of the windowed activity; 0 for the network's own weighting of the mels
 */
public record Variant(String name, Map<String, String> recipe, int windowFrames) {
    public Variant {
        recipe = Map.copyOf(recipe);
    }

    static Variant of(String name, String... keysAndValues) {
        Map<String, String> recipe = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            recipe.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Variant(name, recipe, 0);
    }

    /** A network and a pooling. */
    static Variant network(String network, String pooling) {
        return of(
                network.toUpperCase(Locale.ROOT) + "-" + pooling.toUpperCase(Locale.ROOT),
                "network.name",
                network,
                "network.pooling",
                pooling);
    }

    /** A copy with another change to the recipe. */
    Variant with(String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(recipe);
        changed.put(key, value);
        return new Variant(name, changed, windowFrames);
    }

    Variant windowed(int frames) {
        return new Variant(name, recipe, frames);
    }
}
