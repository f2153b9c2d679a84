package org.earshot.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.ThresholdRules;
import org.earshot.core.model.ThresholdRules.Change;
import org.earshot.core.model.ThresholdRules.Group;

/**
 * Reads the keys whose names hold a label or a group of sources: {@code earshot.threshold.LABEL.gate|high|low}, {@code
 * earshot.group.NAME.sources} and {@code earshot.group.NAME.threshold.LABEL.gate|high|low}. The label {@code *} stands
 * for all. Groups apply in the order of their names.
 */
final class ThresholdSettings {
    private static final Pattern EVERYWHERE = Pattern.compile("earshot\\.threshold\\.(.+)\\.(gate|high|low)");
    private static final Pattern IN_GROUP =
            Pattern.compile("earshot\\.group\\.([A-Za-z0-9_-]+)\\.threshold\\.(.+)\\.(gate|high|low)");
    private static final Pattern SOURCES = Pattern.compile("earshot\\.group\\.([A-Za-z0-9_-]+)\\.sources");

    private ThresholdSettings() {}

    static boolean isKey(String key) {
        return EVERYWHERE.matcher(key).matches()
                || IN_GROUP.matcher(key).matches()
                || SOURCES.matcher(key).matches();
    }

    /** @throws ConfigurationException on a value that is no number in 0..1, a bad pattern or a group without sources */
    static ThresholdRules rules(Map<String, String> values) {
        Map<String, Map<String, Float>> everywhere = new LinkedHashMap<>();
        Map<String, Map<String, Map<String, Float>>> inGroups = new TreeMap<>();
        Map<String, Pattern> sources = new TreeMap<>();
        values.forEach((key, value) -> {
            Matcher group = IN_GROUP.matcher(key);
            Matcher all = EVERYWHERE.matcher(key);
            Matcher pattern = SOURCES.matcher(key);
            if (group.matches()) {
                inGroups.computeIfAbsent(group.group(1), name -> new LinkedHashMap<>())
                        .computeIfAbsent(group.group(2), label -> new TreeMap<>())
                        .put(group.group(3), number(key, value));
            } else if (all.matches()) {
                everywhere
                        .computeIfAbsent(all.group(1), label -> new TreeMap<>())
                        .put(all.group(2), number(key, value));
            } else if (pattern.matches()) {
                sources.put(pattern.group(1), pattern(key, value));
            }
        });
        List<Group> groups = new ArrayList<>();
        sources.forEach((name, pattern) ->
                groups.add(new Group(name, pattern, changes(inGroups.getOrDefault(name, Map.of())))));
        for (String name : inGroups.keySet()) {
            if (!sources.containsKey(name)) {
                throw withoutSources(name);
            }
        }
        return new ThresholdRules(changes(everywhere), groups);
    }

    static ConfigurationException withoutSources(String group) {
        return new ConfigurationException("earshot.group." + group
                + ".sources is missing: say which source ids belong to the group, as a regular expression");
    }

    private static Map<String, Change> changes(Map<String, Map<String, Float>> byLabel) {
        Map<String, Change> changes = new LinkedHashMap<>();
        byLabel.forEach((label, values) ->
                changes.put(label, new Change(values.get("gate"), values.get("high"), values.get("low"))));
        return changes;
    }

    private static Float number(String key, String value) {
        try {
            float number = Float.parseFloat(value.strip());
            if (number >= 0 && number <= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message for both
        }
        throw new ConfigurationException(key + " = " + value + ": must be a number in 0..1");
    }

    private static Pattern pattern(String key, String value) {
        try {
            return Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            throw new ConfigurationException(
                    key + " = " + value + ": not a regular expression: " + e.getDescription(), e);
        }
    }
}
