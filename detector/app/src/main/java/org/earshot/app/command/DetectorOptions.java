package org.earshot.app.command;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfigOptions;
import org.earshot.app.config.ModelSection;
import org.earshot.streams.topology.StreamsProperties;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that take a detector's configuration; Kafka and the model have the names that they have everywhere. */
final class DetectorOptions {
    private static final String ADDRESS = "kafka." + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

    @Mixin
    private ConfigOptions options;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "B",
            description = "Address of Kafka, as --set " + ADDRESS + "=B. Default: what the configuration or"
                    + " EARSHOT_KAFKA_BOOTSTRAP_SERVERS says, else " + StreamsProperties.DEFAULT_BOOTSTRAP_SERVERS
                    + ".")
    private String bootstrapServers;

    @Option(
            names = "--model",
            paramLabel = "M",
            description = "Model, as --set " + ModelSection.MODEL
                    + "=M: default, full, light, free, or the path of a model file." + " Default: as configured.")
    private String model;

    /** @throws org.earshot.core.model.ConfigurationException naming what is wrong */
    Config load() {
        Map<String, String> given = new LinkedHashMap<>();
        if (bootstrapServers != null) {
            given.put(ADDRESS, bootstrapServers);
        }
        if (model != null) {
            given.put(ModelSection.MODEL, model);
        }
        return options.load(given);
    }
}
