package org.earshot.app.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.earshot.core.files.FileNames;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.yaml.YamlFile;
import org.earshot.edges.yaml.YamlMap;

/**
 * Reads a configuration file: Java properties, or YAML ({@code .yaml}, {@code .yml}) whose nested names are joined by
 * dots and whose lists are joined by commas.
 */
final class ConfigFile {
    private ConfigFile() {}

    /** @throws ConfigurationException if there is no such file or it cannot be parsed */
    static ConfigLayer read(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + ": is not text in UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot read the configuration file; check the path", e);
        }
        String name = FileNames.nameOf(file);
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
        YamlFile.parseIfAny(text, file.toString(), Map.of()).ifPresent(root -> flatten("", root, values));
        return values;
    }

    private static void flatten(String path, YamlMap yaml, Map<String, String> values) {
        for (String key : yaml.keys()) {
            String name = path.isEmpty() ? key : path + "." + key;
            if (yaml.isMap(key)) {
                flatten(name, yaml.map(key), values);
            } else if (values.put(name, value(yaml, key)) != null) {
                throw yaml.error(key, "stands twice; keep one of them");
            }
        }
    }

    private static String value(YamlMap yaml, String key) {
        return yaml.isList(key) ? String.join(",", yaml.allParsed(key, item -> item)) : yaml.text(key, "");
    }
}
