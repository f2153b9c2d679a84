package org.earshot.detector.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.earshot.detector.app.config.Config;
import org.earshot.detector.app.config.ConfigKeys;
import org.earshot.detector.app.config.ConfigOptions;
import org.earshot.detector.app.config.ConfiguredNetwork;
import org.earshot.detector.app.http.Health;
import org.earshot.detector.app.http.HealthRoutes;
import org.earshot.detector.app.http.HttpRoutes;
import org.earshot.detector.app.http.HttpServer;
import org.earshot.detector.app.http.HttpSettings;
import org.earshot.detector.app.http.MetricsRoutes;
import org.earshot.detector.app.logging.LogSetup;
import org.earshot.detector.app.metrics.ProcessMeters;
import org.earshot.detector.app.page.PageRoutes;
import org.earshot.detector.evidence.EvidenceKeeper;
import org.earshot.detector.infer.DeviceChoice;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.model.ConfigurationException;
import org.earshot.detector.model.EarshotException;
import org.earshot.detector.stream.DetectorStreams;
import org.earshot.detector.stream.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code earshot run}: the detector, from the audio topic to the event topic, until it is told to end. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Scores the audio topic and writes sound events, until it is told to end.")
public final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private ConfigOptions options;

    @Option(names = "--create-topics", description = "Create the topics that are missing.")
    private boolean createTopics;

    @Option(names = "--page", description = "Serve the live page, as earshot.page.enabled does.")
    private boolean page;

    @Override
    public Integer call() throws InterruptedException {
        Config config = options.load();
        LogSetup.apply(config.string(ConfigKeys.LOG_FORMAT), config.string(ConfigKeys.LOG_LEVEL));
        config.describe().forEach(line -> LOG.info("{}", line));
        try (MaskNetwork network = ConfiguredNetwork.openForStreams(config);
                Closing evidence = new Closing(EvidenceSetup.open(config, network))) {
            LOG.info(
                    "model {} {} on {}, {} labels",
                    network.manifest().name(),
                    network.manifest().version(),
                    network.device(),
                    network.manifest().classes());
            ensureTopics(config);
            DetectorSetup.registerSchemas(config)
                    .ifPresent(url -> LOG.info("records are framed for the schema registry {}", url));
            return run(config, network, evidence.keeper());
        }
    }

    private void ensureTopics(Config config) throws InterruptedException {
        Topics topics = DetectorSetup.topics(config);
        try (Admin admin = DetectorSetup.admin(config)) {
            if (createTopics) {
                Set<String> created =
                        topics.create(admin, config.integer(ConfigKeys.TOPICS_PARTITIONS), Optional.of((short)
                                config.integer(ConfigKeys.TOPICS_REPLICATION)));
                created.forEach(name -> LOG.info("topic {} created", name));
                if (servesPage(config)) {
                    DetectorSetup.createReviews(admin, config);
                }
                return;
            }
            Set<String> missing = topics.missing(admin);
            if (!missing.isEmpty()) {
                throw new ConfigurationException("Kafka at " + DetectorSetup.bootstrapServers(config) + " has no topic "
                        + String.join(", ", missing) + "; --create-topics makes them");
            }
        }
    }

    private boolean servesPage(Config config) {
        return config.flag(ConfigKeys.HTTP_ENABLED) && (page || config.flag(ConfigKeys.PAGE_ENABLED));
    }

    /** What is kept of events, if anything is. */
    private record Closing(Optional<EvidenceKeeper> keeper) implements AutoCloseable {
        @Override
        public void close() {
            keeper.ifPresent(EvidenceKeeper::close);
        }
    }

    private int run(Config config, MaskNetwork network, Optional<EvidenceKeeper> evidence) throws InterruptedException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        DeviceChoice asked = ConfiguredNetwork.device(config);
        try (ProcessMeters meters = new ProcessMeters(registry);
                DetectorStreams detector = DetectorStreams.start(
                        DetectorSetup.settings(config, network),
                        network,
                        registry,
                        DetectorSetup.properties(config),
                        config.number(ConfigKeys.STORE_MEMORY_BYTES),
                        evidence)) {
            meters.bind(detector.streams());
            meters.bind(network, asked);
            List<HttpRoutes> routes = new ArrayList<>();
            routes.add(new HealthRoutes(() -> health(detector, network, asked)));
            routes.add(new MetricsRoutes(registry));
            if (servesPage(config)) {
                routes.add(new PageRoutes(DetectorSetup.page(config), network));
            }
            serve(config, routes, detector);
            return detector.fault().map(RunCommand::report).orElse(ExitCodes.OK);
        }
    }

    private void serve(Config config, List<HttpRoutes> routes, DetectorStreams detector) throws InterruptedException {
        if (!config.flag(ConfigKeys.HTTP_ENABLED)) {
            UntilStopped.run(detector::awaitEnd, detector::close);
            return;
        }
        try (HttpServer http = HttpServer.start(HttpSettings.of(config), routes)) {
            LOG.info(
                    "{} at {}",
                    servesPage(config) ? "live page, health and metrics" : "health and metrics",
                    http.url());
            UntilStopped.run(detector::awaitEnd, detector::close);
        }
    }

    private static List<Health> health(DetectorStreams detector, MaskNetwork network, DeviceChoice asked) {
        Health.State streams =
                detector.isDead() ? Health.State.DEAD : detector.isRunning() ? Health.State.UP : Health.State.WAITING;
        return List.of(
                Health.of("model", true, network.manifest().name()),
                Health.of("device", ProcessMeters.isAsAsked(network, asked), network.device()),
                new Health("streams", streams, detector.streams().state().name()));
    }

    private static int report(Throwable fault) {
        if (fault instanceof EarshotException known) {
            throw known;
        }
        LOG.error("ended by a fault: {}", ExitCodes.describe(fault));
        return ExitCodes.of(fault);
    }
}
