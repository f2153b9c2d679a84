package org.earshot.app.config;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.types.Password;

/** The parsed value of every key, from which a section takes its own. Immutable. */
final class KeyValues {
    private final Map<String, Object> values;

    KeyValues(Map<String, Object> values) {
        this.values = new TreeMap<>(values);
    }

    String string(String key) {
        return (String) value(key);
    }

    int integer(String key) {
        return (Integer) value(key);
    }

    long number(String key) {
        return ((Number) value(key)).longValue();
    }

    double decimal(String key) {
        return (Double) value(key);
    }

    /** @param key one that ends in {@code .ms} */
    Duration milliseconds(String key) {
        return Duration.ofMillis(number(key));
    }

    boolean flag(String key) {
        return (Boolean) value(key);
    }

    /** The value of a secret; empty if none was given. */
    String secret(String key) {
        return ((Password) value(key)).value();
    }

    /** True if the value must not be shown. */
    boolean isSecret(String key) {
        return values.get(key) instanceof Password;
    }

    private Object value(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no such key: " + key);
        }
        return value;
    }
}
