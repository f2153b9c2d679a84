package org.earshot.app.config;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.core.model.ConfigurationException;

/** Reads the keys {@code earshot.evidence.retention.LABEL.ms}. */
final class RetentionSettings {
    private static final Pattern KEY = Pattern.compile("earshot\\.evidence\\.retention\\.(.+)\\.ms");

    private RetentionSettings() {}

    static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    /** @throws ConfigurationException on a value that is no whole number of milliseconds from 0 on */
    static Map<String, Duration> byLabel(Map<String, String> values) {
        Map<String, Duration> byLabel = new TreeMap<>();
        values.forEach((key, value) -> {
            Matcher matcher = KEY.matcher(key);
            if (matcher.matches()) {
                byLabel.put(matcher.group(1), milliseconds(key, value));
            }
        });
        return byLabel;
    }

    private static Duration milliseconds(String key, String value) {
        try {
            long milliseconds = Long.parseLong(value.strip());
            if (milliseconds >= 0) {
                return Duration.ofMillis(milliseconds);
            }
        } catch (NumberFormatException e) {
            // falls through to the one message for both
        }
        throw new ConfigurationException(key + " = " + value + ": must be milliseconds, 0 or more; 0 keeps for ever");
    }
}
