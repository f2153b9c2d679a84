package org.earshot.app.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;

/** Settings of a client of Kafka that has no configuration of Earshot's own: a file, the environment, the command line. */
public final class ClientSettings {
    private ClientSettings() {}

    /**
     * Reads them, later ones over earlier ones.
     *
     * @param file Java properties, with or without the prefix {@code kafka.}; or null
     * @param environment of which {@code EARSHOT_KAFKA_*} count
     * @param options from the command line
     * @throws ConfigurationException if the file cannot be read, a key is nearly a known one, or a value is not where it
     *     is said to be
     */
    public static Map<String, String> read(Path file, Map<String, String> environment, Map<String, String> options) {
        Map<String, String> all = new HashMap<>();
        Map<String, String> origins = new HashMap<>();
        if (file != null) {
            add(ConfigFile.read(file), false, all, origins);
        }
        add(ConfigEnvironment.read(environment), true, all, origins);
        add(new ConfigLayer("--kafka", options), false, all, origins);
        return ConfigVariables.resolve(all, origins);
    }

    private static void add(
            ConfigLayer layer, boolean onlyPrefixed, Map<String, String> all, Map<String, String> origins) {
        layer.values().forEach((given, value) -> {
            boolean prefixed = given.startsWith(KafkaKeys.CLIENTS);
            if (onlyPrefixed && !prefixed) {
                return;
            }
            String key = prefixed ? given.substring(KafkaKeys.CLIENTS.length()) : given;
            KafkaKeys.slip(KafkaKeys.CLIENTS + key).ifPresent(near -> {
                throw new ConfigurationException(layer.origin() + ": unknown key " + given + "; did you mean "
                        + near.substring(KafkaKeys.CLIENTS.length()) + "?");
            });
            all.put(key, value.strip());
            origins.put(key, layer.origin());
        });
    }
}
