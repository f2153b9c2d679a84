package org.earshot.app.command;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.earshot.app.config.ClientSettings;
import org.earshot.streams.topology.StreamsProperties;
import picocli.CommandLine.Option;

/** Options of every command that is a client of Kafka and nothing else. */
public final class KafkaOptions {
    @Option(
            names = "--bootstrap-servers",
            paramLabel = "B",
            description =
                    "Address of Kafka. Default: what --kafka-config or EARSHOT_KAFKA_BOOTSTRAP_SERVERS says, else "
                            + StreamsProperties.DEFAULT_BOOTSTRAP_SERVERS + ".")
    private String bootstrapServers;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description =
                    "Settings of the Kafka client, one KEY=VALUE a line. Secrets belong here or in EARSHOT_KAFKA_*"
                            + " variables; a value may point elsewhere: $${file:PATH:KEY}, $${directory:DIR:FILE}, $${env:NAME}.")
    private Path file;

    @Option(
            names = "--kafka",
            paramLabel = "K=V",
            description = "A setting of the Kafka client, e.g. security.protocol=SSL; may be repeated. Others see the"
                    + " command line: no passwords here.")
    private Map<String, String> settings = new HashMap<>();

    /** Settings of the clients; {@code --kafka} over the environment over the file. */
    public Map<String, String> client() {
        return client(Map.of());
    }

    /**
     * The same for a command that has a configuration of the detector as well: {@code --kafka} over the environment, as {@code --set} has
     * changed it, over the file over all else that the configuration has.
     */
    Map<String, String> client(Map<String, String> configured) {
        return client(configured, System.getenv());
    }

    Map<String, String> client(Map<String, String> configured, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(configured);
        all.putAll(ClientSettings.read(file, environment, Map.of()));
        // Of what the environment says, the configuration knows what --set has made of it.
        for (String key : ClientSettings.read(null, environment, Map.of()).keySet()) {
            all.computeIfPresent(key, (same, value) -> configured.getOrDefault(same, value));
        }
        all.putAll(ClientSettings.read(null, Map.of(), settings));
        if (bootstrapServers != null) {
            all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        }
        all.putIfAbsent(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, StreamsProperties.DEFAULT_BOOTSTRAP_SERVERS);
        return all;
    }

    /** The address in the settings of a client. */
    public static String address(Map<String, ?> client) {
        return String.valueOf(client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }
}
