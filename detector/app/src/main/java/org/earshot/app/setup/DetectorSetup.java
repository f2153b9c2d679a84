package org.earshot.app.setup;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.streams.StreamsConfig;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfigKeys;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.app.page.PageSettings;
import org.earshot.core.capture.SourceLimits;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.live.Batches;
import org.earshot.core.live.LiveSettings;
import org.earshot.core.model.ConfigurationException;
import org.earshot.schema.ClipTags;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.framing.RecordFormat;
import org.earshot.streams.framing.Refusal;
import org.earshot.streams.framing.SchemaRegistry;
import org.earshot.streams.topology.StreamSettings;
import org.earshot.streams.topology.StreamsProperties;
import org.earshot.streams.topology.Topics;

/** What the topology is given, as the configuration says. */
public final class DetectorSetup {
    /** How long a block waits for others where the settings leave it open and the device gains from them. */
    private static final Duration LINGER = Duration.ofMillis(100);

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
        LiveSettings live = new LiveSettings(
                source -> ConfiguredNetwork.detector(config, network.manifest(), source),
                config.flag(ConfigKeys.TAGS_ENABLED),
                batches(config, network),
                SourceLimits.of(
                                Duration.ofMillis(config.number(ConfigKeys.GAP_FILL_MAX_MS)),
                                Duration.ofMillis(config.number(ConfigKeys.STALE_AFTER_MS)))
                        .withMaxSpeed(
                                config.integer(ConfigKeys.SOURCE_SPEED_MAX),
                                Duration.ofMillis(config.number(ConfigKeys.SOURCE_BURST_MS)))
                        .withReorder(Duration.ofMillis(config.number(ConfigKeys.REORDER_MS)))
                        .withMaxSources(config.integer(ConfigKeys.SOURCES_MAX)),
                Duration.ofMillis(config.number(ConfigKeys.STATUS_INTERVAL_MS)));
        return new StreamSettings(topics(config), live, SchemaRegistry.of(config.kafka()));
    }

    public static Properties properties(Config config) {
        return StreamsProperties.of(
                config.kafka(), config.streams(), linger(config).toMillis());
    }

    /** Left to itself, the detector lets no block wait for more others than its device gains from. */
    private static Batches batches(Config config, MaskNetwork network) {
        int most = config.integer(ConfigKeys.INFER_BATCH_MAX);
        boolean chosen = config.number(ConfigKeys.INFER_BATCH_LINGER_MS) > 0;
        return Batches.of(chosen ? most : Math.min(most, network.batchWorthWaitingFor()), linger(config));
    }

    private static Duration linger(Config config) {
        long chosenMs = config.number(ConfigKeys.INFER_BATCH_LINGER_MS);
        return chosenMs > 0 ? Duration.ofMillis(chosenMs) : LINGER;
    }

    public static String bootstrapServers(Config config) {
        return config.kafka()
                .getOrDefault(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, StreamsProperties.DEFAULT_BOOTSTRAP_SERVERS);
    }

    /** Settings of every client of Kafka, with the address. */
    public static Map<String, Object> client(Config config) {
        Map<String, Object> settings = new HashMap<>(config.kafka());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(config));
        return settings;
    }

    /** A client for topics and checks, which gives up after some seconds. */
    public static Admin admin(Config config) {
        Map<String, Object> settings = client(config);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        try {
            return Admin.create(settings);
        } catch (KafkaException e) {
            throw Refusal.of(e, bootstrapServers(config));
        }
    }

    /** What the live page reads and writes. */
    public static PageSettings page(Config config) {
        return new PageSettings(
                topics(config),
                config.string(ConfigKeys.TOPIC_REVIEWS),
                client(config),
                properties(config).getProperty(StreamsConfig.APPLICATION_ID_CONFIG),
                EvidenceSetup.reader(config));
    }

    /**
     * Makes sure that the schema registry, if there is one, knows what will be written, and takes this user.
     *
     * @return its address, or empty
     */
    public static Optional<String> registerSchemas(Config config) {
        return SchemaRegistry.of(config.kafka()).map(registry -> {
            written(config, registry).forEach(RecordFormat::register);
            return registry.url();
        });
    }

    /**
     * The subjects under which a start would register a schema, because the registry does not have it there yet. Looks only.
     *
     * @throws ConfigurationException if the start would fail on the registry
     */
    public static List<String> subjectsToRegister(Config config, SchemaRegistry registry) {
        return written(config, registry).stream()
                .filter(format -> !format.isRegistered())
                .map(RecordFormat::subject)
                .toList();
    }

    private static List<RecordFormat<?>> written(Config config, SchemaRegistry registry) {
        Topics topics = topics(config);
        Optional<SchemaRegistry> there = Optional.of(registry);
        return List.of(
                RecordFormat.of(new SoundEvent(), there, topics.events()),
                RecordFormat.of(new ClipTags(), there, topics.tags()),
                RecordFormat.of(new SourceStatus(), there, topics.sourceStatus()));
    }

    /** Creates the topic of reviews if the cluster does not have it. */
    public static void createReviews(Admin admin, Config config) throws InterruptedException {
        NewTopic reviews = new NewTopic(
                config.string(ConfigKeys.TOPIC_REVIEWS), 1, (short) config.integer(ConfigKeys.TOPICS_REPLICATION));
        try {
            admin.createTopics(List.of(reviews)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new ConfigurationException(
                        "topic " + reviews.name() + ": " + e.getCause().getMessage()
                                + "; create it, or run without the page",
                        e);
            }
        }
    }
}
