package org.earshot.trainer.app;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Other values for keys of a recipe. */
final class RecipeOverrides {
    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Another value for a key of the recipe.")
    private Map<String, String> values = new LinkedHashMap<>();

    Map<String, String> values() {
        return values;
    }
}
