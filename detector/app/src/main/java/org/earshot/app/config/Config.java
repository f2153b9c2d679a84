package org.earshot.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.NearestName;
import org.earshot.core.model.ThresholdRules;

/**
 * The effective configuration: defaults, overlaid by a file, by the environment and by {@code --set}, in this order. A
 * unknown or renamed key fails the start. A value may point elsewhere: {@link ConfigVariables}.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Config {
    private static final String DEFAULT = "default";

    private final KeyValues fixed;
    private final Map<String, String> given;
    private final Map<String, String> resolved;
    private final Map<String, String> origins;
    private final ThresholdRules thresholds;
    private final Map<String, Duration> evidenceRetention;
    private final LevelsSection levels;

    private Config(List<ConfigLayer> layers) {
        given = new TreeMap<>();
        origins = new LinkedHashMap<>();
        for (ConfigLayer layer : layers) {
            layer.values().forEach((key, value) -> {
                requireKnown(key, layer.origin());
                given.put(key, value.strip());
                origins.put(key, layer.origin());
            });
        }
        resolved = ConfigVariables.resolve(given, origins);
        fixed = parse(resolved, origins);
        thresholds = ThresholdSettings.rules(resolved);
        evidenceRetention = RetentionSettings.byLabel(resolved);
        levels = LevelsSection.of(fixed, resolved, thresholds);
    }

    /** The configuration of an empty file. */
    public static Config defaults() {
        return new Config(List.of());
    }

    /**
     * Reads and checks all layers.
     *
     * @param file properties or YAML, or null
     * @param environment the process's variables
     * @param sets from the command line
     * @throws ConfigurationException naming the key, where it was set and what is wrong with it
     */
    public static Config load(Path file, Map<String, String> environment, Map<String, String> sets) {
        return loadAll(file == null ? List.of() : List.of(file), environment, sets);
    }

    /** The same with several files, each of which overrides those before it. */
    public static Config loadAll(List<Path> files, Map<String, String> environment, Map<String, String> sets) {
        List<ConfigLayer> layers = new ArrayList<>();
        files.forEach(file -> layers.add(ConfigFile.read(file)));
        layers.add(ConfigEnvironment.read(environment));
        layers.add(new ConfigLayer("--set", sets));
        return new Config(layers);
    }

    /** The same with further settings on top, for commands that decide some of them. */
    public Config with(Map<String, String> more) {
        List<ConfigLayer> layers = new ArrayList<>();
        given.forEach((key, value) -> layers.add(new ConfigLayer(origins.get(key), Map.of(key, value))));
        layers.add(new ConfigLayer("command", more));
        return new Config(layers);
    }

    /** Which model runs, where and in what arithmetic. */
    public ModelSection model() {
        return ModelSection.of(fixed);
    }

    /** What becomes an event, and what a source may send. */
    public DetectionSection detection() {
        return DetectionSection.of(fixed);
    }

    /** Whether sound levels are measured, and how microphones are calibrated. */
    public LevelsSection levels() {
        return levels;
    }

    /** Names of the topics. */
    public TopicsSection topics() {
        return TopicsSection.of(fixed);
    }

    /** What the local copy of the state may take. */
    public StateSection state() {
        return StateSection.of(fixed);
    }

    /** What is kept of the sound of events. */
    public EvidenceSection evidence() {
        return EvidenceSection.of(fixed);
    }

    /** What is served over HTTP. */
    public HttpSection http() {
        return HttpSection.of(fixed);
    }

    /** How the program logs. */
    public LogSection log() {
        return LogSection.of(fixed);
    }

    /** The operator's changes to the model's thresholds. */
    public ThresholdRules thresholds() {
        return thresholds;
    }

    /** How long evidence is kept of the labels that are named. */
    public Map<String, Duration> evidenceRetention() {
        return evidenceRetention;
    }

    /** What goes to every Kafka client, without the prefix {@code kafka.}. */
    public Map<String, String> kafka() {
        return passedThrough(KafkaKeys.CLIENTS);
    }

    /** What goes to Kafka Streams, without the prefix {@code streams.}. */
    public Map<String, String> streams() {
        return passedThrough(KafkaKeys.STREAMS);
    }

    /** The settings that were given, one {@code key = value} a line with where it comes from, secrets masked; a word on the others. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        given.keySet().forEach(key -> lines.add(key + " = " + shown(key) + "  (" + origins.get(key) + ")"));
        lines.add(lines.isEmpty() ? "every setting has its default" : "every other setting has its default");
        return lines;
    }

    private String shown(String key) {
        if (fixed.isSecret(key)) {
            return given.get(key).isEmpty() ? "" : Secrets.MASK;
        }
        // As given: what a variable stands for is as likely a secret as not.
        return Secrets.shown(key, given.get(key));
    }

    /** The parsed value of every fixed key. */
    KeyValues values() {
        return fixed;
    }

    private Map<String, String> passedThrough(String prefix) {
        Map<String, String> values = new TreeMap<>();
        resolved.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                values.put(key.substring(prefix.length()), value);
            }
        });
        return values;
    }

    private static KeyValues parse(Map<String, String> given, Map<String, String> origins) {
        Map<String, String> own = new TreeMap<>(given);
        own.keySet().retainAll(ConfigKeys.DEFINITION.names());
        try {
            return new KeyValues(ConfigKeys.DEFINITION.parse(own));
        } catch (ConfigException e) {
            String where = own.keySet().stream()
                    .filter(key -> e.getMessage().contains("configuration " + key + ":"))
                    .map(origins::get)
                    .findFirst()
                    .orElse(DEFAULT);
            throw new ConfigurationException(where + ": " + Secrets.masked(e.getMessage()), e);
        }
    }

    private static void requireKnown(String key, String origin) {
        if (ConfigKeys.DEFINITION.names().contains(key)
                || ThresholdSettings.isKey(key)
                || RetentionSettings.isKey(key)
                || LevelsSection.isKey(key)) {
            return;
        }
        if (KafkaKeys.isPassedThrough(key)) {
            KafkaKeys.slip(key).ifPresent(near -> {
                throw new ConfigurationException(origin + ": unknown key " + key + "; did you mean " + near + "?");
            });
            return;
        }
        String moved = ConfigKeys.MOVED.get(key);
        if (moved != null) {
            throw new ConfigurationException(origin + ": there is no key " + key + "; its name is " + moved);
        }
        Optional<String> near = NearestName.of(key, ConfigKeys.DEFINITION.names());
        throw new ConfigurationException(origin + ": unknown key " + key
                + near.map(name -> "; did you mean " + name + "?").orElse("; the keys are listed in CONFIGURATION.md"));
    }
}
