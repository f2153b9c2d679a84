package org.earshot.app.config;

import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** Collects the definitions of keys, section by section, in the order of the reference document. For one thread. */
final class KeyDefinitions {
    private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final ConfigDef definition = new ConfigDef();
    private String group;
    private int order;

    /** Begins a section. */
    void group(String name) {
        group = name;
    }

    /**
     * @param value the default
     * @param valid what values there may be; null for any of the type
     * @param doc what the key does, in sentences
     */
    void add(String key, Type type, Object value, ConfigDef.Validator valid, String doc) {
        definition.define(key, type, value, valid, Importance.MEDIUM, doc, group, order++, Width.MEDIUM, key);
    }

    void topic(String key, String name, String doc) {
        add(key, Type.STRING, name, matching(TOPIC_NAME, "a topic name: letters, digits, '.', '_', '-'"), doc);
    }

    ConfigDef definition() {
        return definition;
    }

    static ConfigDef.Validator notBlank() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value == null || value.toString().isBlank()) {
                        throw new ConfigException(name, value, "must not be blank");
                    }
                },
                () -> "not blank");
    }

    static ConfigDef.Validator matching(Pattern pattern, String words) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (!pattern.matcher(String.valueOf(value)).matches()) {
                        throw new ConfigException(name, value, "must be " + words);
                    }
                },
                () -> words);
    }
}
