package org.earshot.app.config;

import static org.apache.kafka.common.config.ConfigDef.ValidString.in;

import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * How the program logs.
 *
 * @param format text or json
 * @param level minimum level of Earshot's loggers
 */
public record LogSection(String format, String level) {
    public static final String FORMAT = "earshot.log.format";
    public static final String LEVEL = "earshot.log.level";

    static void define(KeyDefinitions keys) {
        keys.group("Logs");
        keys.add(FORMAT, Type.STRING, "text", in("text", "json"), "`text` for people, `json` for log collectors.");
        keys.add(
                LEVEL,
                Type.STRING,
                "info",
                in("error", "warn", "info", "debug"),
                "Minimum log level for Earshot's loggers; Kafka's stay at warn.");
    }

    static LogSection of(KeyValues values) {
        return new LogSection(values.string(FORMAT), values.string(LEVEL));
    }
}
