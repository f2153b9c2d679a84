package org.earshot.app.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.edges.alert.sink.CommandSink;

/**
 * Reads settings from environment variables: {@code EARSHOT_CLIP_BLOCKS} is {@code earshot.clip.blocks}, {@code
 * EARSHOT_THRESHOLD_DOOR_KNOCK_GATE} is {@code earshot.threshold.door_knock.gate}, {@code
 * EARSHOT_KAFKA_BOOTSTRAP_SERVERS} is {@code kafka.bootstrap.servers} and {@code EARSHOT_STREAMS_STATE_DIR} is {@code
 * streams.state.dir}. Variables that do not begin with {@code EARSHOT_} are none of its business.
 */
final class ConfigEnvironment {
    private static final String PREFIX = "EARSHOT_";
    private static final Pattern THRESHOLD = Pattern.compile("EARSHOT_THRESHOLD_(.+)_(GATE|HIGH|LOW)");
    private static final Pattern RETENTION = Pattern.compile("EARSHOT_EVIDENCE_RETENTION_(.+)_MS");
    /** Read by the launcher and by the command line, not settings. */
    private static final Set<String> RESERVED = Set.of("EARSHOT_JAVA_OPTS", "EARSHOT_CONFIG");
    /** A command of an alert may be a command of Earshot. */
    private static final Set<String> OF_AN_ALERT = CommandSink.VARIABLES;

    private ConfigEnvironment() {}

    static ConfigLayer read(Map<String, String> environment) {
        Map<String, String> byVariable = new TreeMap<>();
        ConfigKeys.DEFINITION.names().forEach(key -> byVariable.put(variable(key), key));
        Map<String, String> values = new TreeMap<>();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(PREFIX) && !RESERVED.contains(variable) && !OF_AN_ALERT.contains(variable)) {
                values.put(key(variable, byVariable), value);
            }
        });
        return new ConfigLayer("environment", values);
    }

    /** The variable of a fixed key. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private static String key(String variable, Map<String, String> byVariable) {
        String known = byVariable.get(variable);
        if (known != null) {
            return known;
        }
        Matcher threshold = THRESHOLD.matcher(variable);
        if (threshold.matches()) {
            return "earshot.threshold." + lower(threshold.group(1)) + "." + lower(threshold.group(2));
        }
        Matcher retention = RETENTION.matcher(variable);
        if (retention.matches()) {
            return "earshot.evidence.retention." + lower(retention.group(1)) + ".ms";
        }
        for (String passed : new String[] {"KAFKA_", "STREAMS_"}) {
            if (variable.startsWith(PREFIX + passed)) {
                return lower(variable.substring(PREFIX.length())).replace('_', '.');
            }
        }
        return lower(variable).replace('_', '.');
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
