package org.earshot.detector.app;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.earshot.detector.app.config.Config;
import org.earshot.detector.app.config.ConfigKeys;
import org.earshot.detector.app.config.ConfiguredNetwork;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.model.ConfigurationException;
import org.earshot.detector.stream.StreamSettings;
import org.earshot.detector.stream.StreamsProperties;
import org.earshot.detector.stream.Topics;

/** What the topology is given, as the configuration says. */
public final class DetectorSetup {
    private DetectorSetup() {}

    public static Topics topics(Config config) {
        return new Topics(
                config.string(ConfigKeys.TOPIC_AUDIO),
                config.string(ConfigKeys.TOPIC_EVENTS),
                config.string(ConfigKeys.TOPIC_TAGS),
                config.string(ConfigKeys.TOPIC_SOURCE_STATUS),
                config.string(ConfigKeys.TOPIC_DEAD_LETTERS));
    }

    public static StreamSettings settings(Config config, MaskNetwork network) {
        Duration linger = Duration.ofMillis(config.number(ConfigKeys.INFER_BATCH_LINGER_MS));
        return new StreamSettings(
                topics(config),
                source -> ConfiguredNetwork.detector(config, network.manifest(), source),
                config.flag(ConfigKeys.TAGS_ENABLED),
                StreamSettings.Batches.of(config.integer(ConfigKeys.INFER_BATCH_MAX), linger),
                StreamSettings.Limits.of(
                        Duration.ofMillis(config.number(ConfigKeys.GAP_FILL_MAX_MS)),
                        Duration.ofMillis(config.number(ConfigKeys.STALE_AFTER_MS))),
                Duration.ofMillis(config.number(ConfigKeys.STATUS_INTERVAL_MS)));
    }

    public static Properties properties(Config config) {
        return StreamsProperties.of(config.kafka(), config.streams(), config.number(ConfigKeys.INFER_BATCH_LINGER_MS));
    }

    static String bootstrapServers(Config config) {
        return config.kafka()
                .getOrDefault(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, StreamsProperties.DEFAULT_BOOTSTRAP_SERVERS);
    }

    /** A client for topics and health, which gives up after some seconds. */
    static Admin admin(Config config) {
        Map<String, Object> settings = new HashMap<>(config.kafka());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(config));
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        try {
            return Admin.create(settings);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ConfigurationException(
                    "Kafka at " + bootstrapServers(config) + ": " + cause.getMessage()
                            + "; check kafka.bootstrap.servers and the credentials",
                    e);
        }
    }
}
