package org.earshot.app.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.earshot.core.model.ConfigurationException;

/**
 * References to values elsewhere, in the notation of Kafka's configuration providers:
 * {@code ${file:/path/of.properties:key}}, {@code ${directory:/folder:file}} for the content of a file (as mounted
 * Secrets are), {@code ${env:NAME}}. A secret so stays out of the configuration file, the command line and the log.
 */
final class ConfigVariables {
    private static final Pattern LEFT = Pattern.compile("\\$\\{(env|file|directory):[^}]*}");

    private ConfigVariables() {}

    /**
     * Replaces them in every value.
     *
     * @param origins where each key was set, for the message
     * @throws ConfigurationException if a value is not where its reference points
     */
    static Map<String, String> resolve(Map<String, String> values, Map<String, String> origins) {
        Map<String, String> resolved = new HashMap<>(values);
        for (Map.Entry<String, String> entry : values.entrySet()) {
            if (LEFT.matcher(entry.getValue()).find()) {
                String origin = origins.getOrDefault(entry.getKey(), "configuration");
                resolved.put(entry.getKey(), resolve(origin, entry.getKey(), entry.getValue()));
            }
        }
        return resolved;
    }

    private static String resolve(String origin, String key, String value) {
        Map<String, ConfigProvider> providers =
                Map.of("env", new EnvVarConfigProvider(), "file", new FileConfigProvider(), "directory", new Files());
        String found;
        try {
            providers.values().forEach(provider -> provider.configure(Map.of()));
            found = new ConfigTransformer(providers)
                    .transform(Map.of(key, value))
                    .data()
                    .get(key);
        } catch (ConfigException e) {
            throw new ConfigurationException(
                    origin + ": " + key + " = " + Secrets.shown(key, value) + ": " + e.getMessage(), e);
        }
        Matcher left = LEFT.matcher(found);
        if (left.find()) {
            throw new ConfigurationException(origin + ": " + key + ": there is nothing at " + left.group()
                    + "; check the name and that this user may read it");
        }
        return found.strip();
    }

    /** Without the line end that editors put behind a password. */
    private static final class Files extends DirectoryConfigProvider {
        @Override
        public ConfigData get(String path, Set<String> keys) {
            Map<String, String> stripped = new HashMap<>();
            super.get(path, keys).data().forEach((file, content) -> stripped.put(file, content.strip()));
            return new ConfigData(stripped);
        }

        @Override
        public ConfigData get(String path) {
            return get(path, Set.copyOf(List.of()));
        }
    }
}
