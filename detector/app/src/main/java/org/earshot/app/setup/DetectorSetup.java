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
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.app.config.DetectionSection;
import org.earshot.app.config.LevelsSection;
import org.earshot.app.config.ModelSection;
import org.earshot.app.config.TopicsSection;
import org.earshot.app.page.PageSettings;
import org.earshot.core.capture.SourceLimits;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.level.LevelSettings;
import org.earshot.core.live.Batches;
import org.earshot.core.live.LiveSettings;
import org.earshot.core.model.ConfigurationException;
import org.earshot.schema.ClipTags;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceLevel;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.framing.KafkaErrors;
import org.earshot.streams.framing.RecordFormat;
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
        TopicsSection topics = config.topics();
        return new Topics(
                topics.audio(),
                topics.events(),
                topics.tags(),
                topics.sourceStatus(),
                topics.levels(),
                topics.deadLetters());
    }

    public static StreamSettings settings(Config config, MaskNetwork network) {
        DetectionSection detection = config.detection();
        LiveSettings live = new LiveSettings(
                source -> ConfiguredNetwork.detector(config, network.manifest(), source),
                detection.tagsEnabled(),
                batches(config.model(), network),
                SourceLimits.of(detection.gapFillMax(), detection.staleAfter())
                        .withMaxSpeed(detection.sourceSpeedMax(), detection.sourceBurst())
                        .withReorder(detection.reorderWindow())
                        .withMaxSources(detection.sourcesMax()),
                detection.statusInterval(),
                levels(config));
        return new StreamSettings(topics(config), live, SchemaRegistry.of(config.kafka()));
    }

    private static LevelSettings levels(Config config) {
        LevelsSection levels = config.levels();
        return new LevelSettings(levels.enabled(), source -> {
            String group = config.thresholds().group(source).orElse("");
            return new LevelSettings.Site(group, levels.calibrationDb(group));
        });
    }

    public static Properties properties(Config config) {
        return StreamsProperties.of(
                config.kafka(), config.streams(), linger(config.model()).toMillis());
    }

    /** Left to itself, the detector lets no block wait for more others than its device gains from. */
    private static Batches batches(ModelSection model, MaskNetwork network) {
        int most = model.batchMax();
        boolean chosen = !model.batchLinger().isZero();
        return Batches.of(chosen ? most : Math.min(most, network.batchWorthWaitingFor()), linger(model));
    }

    private static Duration linger(ModelSection model) {
        return model.batchLinger().isZero() ? LINGER : model.batchLinger();
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
            throw KafkaErrors.of(e, bootstrapServers(config));
        }
    }

    /** What the live page reads and writes. */
    public static PageSettings page(Config config) {
        return new PageSettings(
                topics(config),
                config.topics().reviews(),
                client(config),
                properties(config).getProperty(StreamsConfig.APPLICATION_ID_CONFIG),
                EvidenceSetup.reader(config));
    }

    /**
     * Registers the schemas of what will be written.
     *
     * @param registry that of the {@link #settings}, which then knows their numbers: the detector writes while the registry is away
     */
    public static void registerSchemas(Config config, SchemaRegistry registry) {
        written(config, registry).forEach(RecordFormat::register);
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
                RecordFormat.of(new SourceStatus(), there, topics.sourceStatus()),
                RecordFormat.of(new SourceLevel(), there, topics.levels()));
    }

    /** Creates the topic of reviews if the cluster does not have it. */
    public static void createReviews(Admin admin, Config config) throws InterruptedException {
        NewTopic reviews = reviews(config);
        try {
            Topics.createUnlessThere(admin, List.of(reviews));
        } catch (ExecutionException e) {
            throw new ConfigurationException(
                    "topic " + reviews.name() + ": " + e.getCause().getMessage()
                            + "; create it, or run without the page",
                    e);
        }
    }

    /** Kept for ever: what people said is wanted for calibration and teaching long after a broker would forget it. */
    static NewTopic reviews(Config config) {
        return new NewTopic(
                        config.topics().reviews(), 1, (short) config.topics().replication())
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
    }
}
