package org.earshot.app.demo;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.app.http.HttpRoutes;
import org.earshot.app.http.HttpServer;
import org.earshot.app.http.HttpSettings;
import org.earshot.app.logging.LogSetup;
import org.earshot.app.page.PageRoutes;
import org.earshot.app.page.PageSettings;
import org.earshot.app.setup.DetectorSetup;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.core.audio.AudioException;
import org.earshot.core.files.TemporaryFolder;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.log.ProgressLine;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.ShippedModels;
import org.earshot.streams.topology.DetectorStreams;
import org.earshot.streams.topology.Topics;

/** Runs the whole chain in this process: broker, microphones, detector, consumer. For one thread, once. */
public final class Demo {
    private static final int MOST_FILES = 16;
    private static final int PARTITIONS = 3;
    private static final String APPLICATION = "earshot-demo";
    private static final String REVIEWS = "earshot.reviews";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration REST_TIMEOUT = Duration.ofSeconds(60);

    private final DemoSettings settings;
    private final PrintWriter out;
    private final ProgressLine progress = ProgressLine.onTerminal();

    /** @param out where events and the table go */
    public Demo(DemoSettings settings, PrintWriter out) {
        this.settings = settings;
        this.out = out;
    }

    /** @return true if every sound that was placed was found, or none was */
    public boolean run() throws InterruptedException {
        long began = System.nanoTime();
        // Messages of the broker and the clients while they start are of no interest here.
        LogSetup.quiet();
        List<Microphone> microphones = microphones();
        say(String.format(
                Locale.ROOT,
                "%d microphones, %.0f s of sound each at %.0f times its speed: %s",
                microphones.size(),
                longest(microphones),
                settings.speed(),
                microphones.stream()
                        .map(m -> m.source() + " (" + m.rateHz() + " Hz)")
                        .collect(Collectors.joining(", "))));
        Path state = TemporaryFolder.create("earshot-demo");
        try (EmbeddedBroker broker = broker()) {
            Topics topics = topics(broker);
            progress.update(0.1, "loading the model and starting the detector");
            Config config = config(broker, state);
            try (MaskNetwork network = ConfiguredNetwork.open(config);
                    DetectorStreams detector = start(config, network);
                    HttpServer page = page(broker, network)) {
                awaitRunning(detector);
                say("Model " + network.manifest().name() + " on " + network.device() + ", Kafka at "
                        + broker.bootstrapServers() + ", live page at " + page.url()
                        + "/. Events as they are written:");
                Comparison comparison = listen(broker, topics, microphones);
                report(comparison, (System.nanoTime() - began) / 1e9);
                return comparison.isComplete();
            }
        } finally {
            progress.close();
            TemporaryFolder.discard(state);
        }
    }

    private List<Microphone> microphones() {
        if (settings.folder() != null) {
            return Recordings.folder(settings.folder(), MOST_FILES);
        }
        List<String> known = ShippedModels.open(settings.model()).manifest().labels();
        List<Microphone> microphones = new Scene(settings.seed())
                .mix(
                        Scene.PLACES,
                        rateHz -> Recordings.shipped(rateHz).stream()
                                .filter(recording -> known.contains(recording.label()))
                                .toList());
        if (microphones.stream().allMatch(microphone -> microphone.expected().isEmpty())) {
            throw new AudioException("demo: the model " + settings.model()
                    + " has labels for none of the shipped sounds; play your own with --audio DIR");
        }
        return microphones;
    }

    private EmbeddedBroker broker() {
        progress.update(0, "starting Kafka");
        return EmbeddedBroker.start();
    }

    private static Topics topics(EmbeddedBroker broker) throws InterruptedException {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) broker.bootstrapServers()))) {
            Topics.DEFAULT.create(admin, PARTITIONS, Optional.of((short) 1));
            admin.createTopics(List.of(new NewTopic(REVIEWS, 1, (short) 1)));
        }
        return Topics.DEFAULT;
    }

    private Config config(EmbeddedBroker broker, Path state) {
        return Config.load(
                null,
                Map.of(),
                Map.of(
                        "earshot.model",
                        settings.model(),
                        "kafka.bootstrap.servers",
                        broker.bootstrapServers(),
                        "streams.application.id",
                        APPLICATION,
                        "streams.state.dir",
                        state.toString(),
                        "streams.commit.interval.ms",
                        "200",
                        "earshot.infer.batch.linger.ms",
                        "50"));
    }

    private static DetectorStreams start(Config config, MaskNetwork network) {
        return DetectorStreams.start(
                DetectorSetup.settings(config, network),
                network,
                new SimpleMeterRegistry(),
                DetectorSetup.properties(config),
                config.state().memoryBytes());
    }

    private static HttpServer page(EmbeddedBroker broker, MaskNetwork network) {
        PageSettings what = new PageSettings(
                Topics.DEFAULT,
                REVIEWS,
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                APPLICATION,
                Optional.empty());
        return HttpServer.start(
                new HttpSettings("127.0.0.1", 0, ""), List.<HttpRoutes>of(new PageRoutes(what, network, List::of)));
    }

    private void awaitRunning(DetectorStreams detector) throws InterruptedException {
        if (detector.awaitRunning(START_TIMEOUT)) {
            return;
        }
        if (detector.isDead()) {
            throw new ConfigurationException("demo: the detector ended at its start: "
                    + detector.fault().map(Throwable::getMessage).orElse("see the log above"));
        }
        throw new ConfigurationException("demo: the detector did not start within " + START_TIMEOUT.toSeconds()
                + " s; is the machine very busy?");
    }

    private Comparison listen(EmbeddedBroker broker, Topics topics, List<Microphone> microphones)
            throws InterruptedException {
        SendLog log = new SendLog();
        Map<String, Microphone> byId =
                microphones.stream().collect(Collectors.toMap(Microphone::source, Function.identity()));
        double seconds = longest(microphones);
        Instant deadline = Instant.now()
                .plusMillis((long) (1000 * seconds / settings.speed()))
                .plus(REST_TIMEOUT);
        try (EventWatch watch = new EventWatch(broker.bootstrapServers(), topics, byId, log);
                ScenePlayer player = new ScenePlayer(broker.bootstrapServers(), topics.audio(), log)) {
            CompletableFuture<Void> playing = CompletableFuture.runAsync(() -> play(player, microphones, seconds));
            while (!watch.isOver()) {
                watch.poll(event -> progress.print(out, line(event)));
                progress.update(
                        player.secondsPlayed() / seconds,
                        String.format(Locale.ROOT, "%.0f of %.0f s of sound", player.secondsPlayed(), seconds));
                failIfBroken(playing);
                if (Instant.now().isAfter(deadline)) {
                    throw new AudioException("demo: the detector did not come to the end of the sound in time;"
                            + " is the machine very busy?");
                }
            }
            return new Comparison(
                    microphones.stream().flatMap(m -> m.expected().stream()).toList(), watch.found());
        }
    }

    private void play(ScenePlayer player, List<Microphone> microphones, double seconds) {
        try {
            // What is played faster than real time would end in the future if it began now.
            Instant start = settings.speed() > 1 ? Instant.now().minusMillis((long) (1000 * seconds)) : Instant.now();
            player.play(microphones, settings.speed(), "demo-" + start.toEpochMilli(), start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void failIfBroken(CompletableFuture<Void> playing) throws InterruptedException {
        if (playing.isCompletedExceptionally()) {
            try {
                playing.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            }
        }
    }

    private void report(Comparison comparison, double seconds) {
        progress.close();
        out.println();
        comparison.lines().forEach(out::println);
        out.println();
        out.printf(
                Locale.ROOT,
                comparison.rows().isEmpty()
                        ? "%3$d events in %4$.0f s.%n"
                        : "%d of %d sounds found, %d events without a placed sound, in %.0f s.%n",
                comparison.foundCount(),
                comparison.rows().size(),
                comparison.unexpected().size(),
                seconds);
        out.println(
                "Go on: demo --audio DIR plays your own recordings; analyze FILE prints a file's events without Kafka;");
        out.println("run, publish and events are the parts for a Kafka of your own; --help describes each.");
        out.flush();
    }

    private void say(String line) {
        progress.print(System.err, line);
    }

    private static String line(FoundEvent event) {
        return String.format(
                Locale.ROOT,
                "%-12s %-18s %6.2f - %6.2f s   score %.2f   %.1f s after it ended",
                event.source(),
                event.label(),
                event.onsetSeconds(),
                event.offsetSeconds(),
                event.score(),
                event.delaySeconds());
    }

    private static double longest(List<Microphone> microphones) {
        return microphones.stream().mapToDouble(Microphone::seconds).max().orElse(0);
    }
}
