package org.earshot.app.command;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.app.health.DetectorHealth;
import org.earshot.app.http.HttpRoutes;
import org.earshot.app.http.HttpServer;
import org.earshot.app.http.HttpSettings;
import org.earshot.app.http.MetricsRoutes;
import org.earshot.app.logging.LogSetup;
import org.earshot.app.metrics.ProcessMeters;
import org.earshot.app.page.PageRoutes;
import org.earshot.app.setup.DetectorSetup;
import org.earshot.app.setup.KafkaStart;
import org.earshot.app.setup.NativeHeap;
import org.earshot.app.setup.SharedNatives;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.Program;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.EarshotException;
import org.earshot.streams.framing.KafkaErrors;
import org.earshot.streams.topology.DetectorStreams;
import org.earshot.streams.topology.StreamSettings;
import org.earshot.streams.topology.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code earshot run}: the detector, from the audio topic to the event topic, until it is stopped. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Scores the audio topic and writes sound events, until it is stopped.")
public final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private static final Duration TRIM = Duration.ofSeconds(15);

    @Mixin
    private DetectorOptions options;

    @Option(names = "--create-topics", description = "Create the topics that are missing.")
    private boolean createTopics;

    @Option(names = "--page", description = "Serve the live page, as earshot.page.enabled does.")
    private boolean page;

    @Override
    public Integer call() throws InterruptedException {
        Config config = options.load();
        if (!config.http().enabled() && servesPage(config)) {
            throw new ConfigurationException(
                    "--page, earshot.page.enabled: there is no page with earshot.http.enabled=false;"
                            + " leave out one of them");
        }
        LogSetup.apply(config.log().format(), config.log().level());
        config.describe().forEach(line -> LOG.info("{}", line));
        Optional<HttpSettings> http = config.http().enabled() ? Optional.of(HttpSettings.of(config)) : Optional.empty();
        http.ifPresent(HttpServer::requireFree);
        try (SharedNatives natives = SharedNatives.open(config)) {
            MaskNetwork network = natives.network();
            LOG.info(
                    "model {} {} on {}, {} labels",
                    network.manifest().name(),
                    network.manifest().version(),
                    network.device(),
                    network.manifest().classes());
            new KafkaStart(() -> DetectorSetup.admin(config), DetectorSetup.bootstrapServers(config), LOG::warn)
                    .await(config.topics().startWait());
            ensureTopics(config);
            StreamSettings settings = DetectorSetup.settings(config, network);
            settings.registry().ifPresent(registry -> {
                DetectorSetup.registerSchemas(config, registry);
                LOG.info("records are framed for the schema registry {}", registry.url());
            });
            return run(config, settings, http, natives);
        }
    }

    private void ensureTopics(Config config) throws InterruptedException {
        Topics topics = DetectorSetup.topics(config);
        try (Admin admin = DetectorSetup.admin(config)) {
            if (createTopics) {
                Set<String> created = topics.create(admin, config.topics().partitions(), Optional.of((short)
                        config.topics().replication()));
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
        return page || config.http().pageEnabled();
    }

    private int run(Config config, StreamSettings settings, Optional<HttpSettings> http, SharedNatives natives)
            throws InterruptedException {
        MaskNetwork network = natives.network();
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        DetectorStreams detector = DetectorStreams.start(
                settings,
                network,
                registry,
                DetectorSetup.properties(config),
                config.state().memoryBytes(),
                natives.evidence());
        try (detector;
                NativeHeap heap = NativeHeap.trimmedEvery(TRIM);
                ProcessMeters meters = new ProcessMeters(registry);
                DetectorHealth health = DetectorHealth.start(config, detector, network, registry)) {
            meters.bind(detector.streams());
            meters.bind(network, ConfiguredNetwork.device(config));
            if (http.isPresent()) {
                serve(config, http.get(), detector, health, routes(config, network, registry, health));
            } else {
                Program.untilStopped(detector::awaitEnd, detector::close);
            }
        } finally {
            if (!detector.isReleased()) {
                natives.leaveOpen();
            }
        }
        return detector.fault().map(RunCommand::report).orElse(ExitCodes.OK);
    }

    private List<HttpRoutes> routes(
            Config config, MaskNetwork network, PrometheusMeterRegistry registry, DetectorHealth health) {
        List<HttpRoutes> routes = new ArrayList<>(List.of(new MetricsRoutes(registry)));
        if (servesPage(config)) {
            routes.add(new PageRoutes(DetectorSetup.page(config), network, health));
        }
        return routes;
    }

    private void serve(
            Config config,
            HttpSettings settings,
            DetectorStreams detector,
            DetectorHealth health,
            List<HttpRoutes> routes)
            throws InterruptedException {
        try (HttpServer http = HttpServer.start(settings, health, routes)) {
            LOG.info(
                    "{} at {}",
                    servesPage(config) ? "live page, health and metrics" : "health and metrics",
                    http.url());
            Program.untilStopped(detector::awaitEnd, detector::close);
        }
    }

    private static int report(Throwable fault) {
        if (fault instanceof EarshotException known) {
            throw known;
        }
        LOG.error("ended by a fault: {}", KafkaErrors.describe(fault));
        return KafkaErrors.exitCode(fault);
    }
}
