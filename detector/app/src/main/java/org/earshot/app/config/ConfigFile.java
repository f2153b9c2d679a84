package org.earshot.app.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.earshot.core.model.ConfigurationException;

/**
 * Reads a configuration file: Java properties, or YAML ({@code .yaml}, {@code .yml}) whose nested names are joined by
 * dots and whose lists are joined by commas.
 */
final class ConfigFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ConfigFile() {}

    /** @throws ConfigurationException if there is no such file or it cannot be parsed */
    static ConfigLayer read(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot read the configuration file; check the path", e);
        }
        String name = file.getFileName().toString();
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        return new ConfigLayer(file.toString(), yaml ? yaml(file, text) : properties(file, text));
    }

    private static Map<String, String> properties(Path file, String text) {
        Map<String, String> values = new TreeMap<>();
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(file + ": not a properties file: " + e.getMessage(), e);
        }
        properties
                .stringPropertyNames()
                .forEach(key -> values.put(key, properties.getProperty(key).strip()));
        return values;
    }

    private static Map<String, String> yaml(Path file, String text) {
        Map<String, String> values = new TreeMap<>();
        try {
            JsonNode root = YAML.readTree(text);
            if (root != null && !root.isMissingNode() && !root.isNull()) {
                if (!root.isObject()) {
                    throw new ConfigurationException(file + ": must hold keys and values, one `key: value` a line");
                }
                flatten(file, "", root, values);
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new ConfigurationException(file + ", line " + line + ": not valid YAML: " + firstLine(e), e);
        }
        return values;
    }

    private static void flatten(Path file, String key, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(
                            file,
                            key.isEmpty() ? entry.getKey() : key + "." + entry.getKey(),
                            entry.getValue(),
                            values));
            return;
        }
        if (node.isNull()) {
            throw new ConfigurationException(file + ": " + key + " has no value; write one or remove the line");
        }
        if (values.put(key, node.isArray() ? joined(file, key, node) : node.asText()) != null) {
            throw new ConfigurationException(file + ": " + key + " stands twice");
        }
    }

    private static String joined(Path file, String key, JsonNode list) {
        List<String> items = new ArrayList<>();
        for (JsonNode item : list) {
            if (item.isContainerNode()) {
                throw new ConfigurationException(file + ": " + key + " must be a list of plain values");
            }
            items.add(item.asText());
        }
        return String.join(",", items);
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("unreadable");
    }
}
