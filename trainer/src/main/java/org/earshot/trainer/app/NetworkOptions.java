package org.earshot.trainer.app;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which network a recipe builds, and other values for its keys. */
final class NetworkOptions {
    @Option(names = "--network", description = "ddc, vgg, attention, talnet or talnet-small. Default: the recipe's.")
    private String network;

    @Option(names = "--pooling", description = "fap, ap, softmax, gwrp, gap or gmp. Default: the recipe's.")
    private String pooling;

    @Mixin
    private RecipeOverrides overrides;

    /** Values by key of the recipe. */
    Map<String, String> changes() {
        Map<String, String> changes = new LinkedHashMap<>(overrides.values());
        if (network != null) {
            changes.put("network.name", network);
        }
        if (pooling != null) {
            changes.put("network.pooling", pooling);
        }
        return changes;
    }
}
