package org.earshot.app.command;

import java.util.LinkedHashMap;
import java.util.Map;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfigOptions;
import org.earshot.app.config.DetectionSection;
import org.earshot.app.config.ModelSection;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Which model analyses recordings, and on which device: the options shared by the commands that read files. A picocli
 * mixin.
 */
public final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "M",
            description =
                    "default, full, light, free, or the path of a model file (default: as configured, else default)")
    private String model;

    @Option(names = "--device", paramLabel = "D", description = "auto, cpu, cuda or cuda:N (default: as configured)")
    private String device;

    @Option(
            names = "--sensitivity",
            paramLabel = "S",
            description =
                    "operating point of the model: quiet, normal or sensitive (default: as configured, else normal)")
    private String sensitivity;

    @Mixin
    private ConfigOptions config;

    public Config load() {
        Map<String, String> settings = new LinkedHashMap<>();
        if (model != null) {
            settings.put(ModelSection.MODEL, model);
        }
        if (device != null) {
            settings.put(ModelSection.DEVICE, device);
        }
        if (sensitivity != null) {
            settings.put(DetectionSection.SENSITIVITY, sensitivity);
        }
        return config.load(settings);
    }
}
