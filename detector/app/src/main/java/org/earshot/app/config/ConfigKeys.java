package org.earshot.app.config;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Every fixed key, with its type, default, valid values and what it does. The keys of a section, their definitions and their
 * typed values are in one record: {@link ModelSection}, {@link DetectionSection} and so on.
 */
final class ConfigKeys {
    /**
     * Names that were renamed or that people try because other programs have them, with what to write instead. A start
     * with one of them fails and says so.
     */
    static final Map<String, String> MOVED = Map.of(
            "earshot.bootstrap.servers", "kafka.bootstrap.servers",
            "earshot.kafka.bootstrap.servers", "kafka.bootstrap.servers",
            "earshot.application.id", "streams.application.id",
            "earshot.threads", "streams.num.stream.threads",
            "earshot.state.dir", "streams.state.dir",
            "earshot.threshold", "earshot.threshold.<label>.gate",
            "earshot.confidence", "earshot.threshold.<label>.gate",
            "earshot.port", HttpSection.PORT);

    static final ConfigDef DEFINITION = define();

    private ConfigKeys() {}

    private static ConfigDef define() {
        KeyDefinitions keys = new KeyDefinitions();
        ModelSection.define(keys);
        DetectionSection.define(keys);
        LevelsSection.define(keys);
        TopicsSection.define(keys);
        StateSection.define(keys);
        EvidenceSection.define(keys);
        HttpSection.define(keys);
        LogSection.define(keys);
        return keys.definition();
    }
}
