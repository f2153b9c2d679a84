package org.earshot.app.config;

import java.util.Map;
import java.util.TreeMap;

/**
 * Settings from one place.
 *
 * @param origin where they come from, as messages name it: a file, {@code environment}, {@code --set}
 * @param values by key
 */
public record ConfigLayer(String origin, Map<String, String> values) {
    public ConfigLayer {
        values = new TreeMap<>(values);
    }
}
