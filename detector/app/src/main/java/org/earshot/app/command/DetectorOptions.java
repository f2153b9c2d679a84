package org.earshot.app.command;

import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfigOptions;
import org.earshot.streams.topology.StreamsProperties;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that take a detector's configuration: Kafka's address has the name that it has everywhere. */
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

    /** @throws org.earshot.core.model.ConfigurationException naming what is wrong */
    Config load() {
        return options.load(bootstrapServers == null ? Map.of() : Map.of(ADDRESS, bootstrapServers));
    }
}
