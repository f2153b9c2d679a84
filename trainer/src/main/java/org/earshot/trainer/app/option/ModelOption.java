package org.earshot.trainer.app.option;

import org.earshot.core.model.ModelFile;
import org.earshot.core.model.ShippedModels;
import picocli.CommandLine.Option;

/** The model that a command measures. */
public final class ModelOption {
    @Option(
            names = "--model",
            required = true,
            description = "model file, or default, full, light or free for a shipped one")
    private String model;

    public ModelFile open() {
        return ShippedModels.open(model);
    }
}
