package org.earshot.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.app.config.Config;
import org.earshot.app.http.HttpServer;
import org.earshot.app.http.HttpSettings;
import org.earshot.app.page.PageRoutes;
import org.earshot.app.setup.DetectorSetup;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.Program;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.edges.alert.AlertConfig;
import org.earshot.edges.alert.AlertService;
import org.earshot.edges.alert.AlertTopics;
import org.earshot.edges.alert.KnownLabels;
import org.earshot.edges.bridge.BridgeConfig;
import org.earshot.edges.bridge.BridgeTopics;
import org.earshot.edges.bridge.MqttBridge;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceLevel;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.framing.SampleEvents;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.DetectorStreams;
import org.earshot.streams.topology.Microphone;
import org.earshot.streams.topology.Sound;
import org.earshot.streams.topology.Topics;

/**
 * The whole work of each role once, against a broker that asks who it is. Each method returns when the work is done and
 * throws when the role cannot do it, be it told so or left waiting.
 */
final class RoleWork {
    private static final int RATE = 16_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** For what a role that lacks a permission keeps trying in vain; the work itself takes a fraction of it. */
    private static final Duration SILENCE = Duration.ofSeconds(6);

    private final SecuredBroker broker;
    private final MaskNetwork network;
    private final Path folder;
    private int runs;

    RoleWork(SecuredBroker broker, MaskNetwork network, Path folder) {
        this.broker = broker;
        this.network = network;
        this.folder = folder;
    }

    /** Publishes a chunk. */
    void send(String user) throws Exception {
        Map<String, Object> settings = broker.client(user);
        settings.put("max.block.ms", "5000");
        try (var sender = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            sender.send(new ProducerRecord<>(Topics.DEFAULT.audio(), "door".getBytes(UTF_8), new byte[] {1}))
                    .get();
        }
    }

    /** Reads an event, a status and a level, as a member of a group. */
    void consume(String user) throws Exception {
        broker.write(event("consumed"));
        broker.write(status("consumed"));
        broker.write(level("consumed"));
        Map<String, Object> settings = broker.client(user);
        settings.put("group.id", "earshot-consumer-" + ++runs);
        settings.put("auto.offset.reset", "earliest");
        Set<String> heard = new HashSet<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(
                    List.of(Topics.DEFAULT.events(), Topics.DEFAULT.sourceStatus(), Topics.DEFAULT.levels()));
            until(PATIENCE, () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> heard.add(record.topic()));
                return heard.size() == 3;
            });
            consumer.commitSync();
        }
    }

    /** Alerts of an event to a receiver that refuses, notes it, and finds the note at the next start. */
    void alert(String user) throws Exception {
        String source = "alerted" + ++runs;
        var receiver = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        receiver.createContext("/", exchange -> {
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
        });
        receiver.start();
        try {
            Path rules = Files.writeString(
                    folder.resolve("rules.yaml"),
                    "rules: [{name: all, send: [hook], cooldown_ms: 60000}, {name: mics, source_is: stale, send: [hook]}]\nsinks: {hook: {type: webhook, url:"
                            + " 'http://127.0.0.1:" + receiver.getAddress().getPort() + "/'}}\n");
            for (int start = 0; start < 2; start++) {
                broker.write(event(source));
                Map<String, Object> settings = broker.client(user);
                settings.put("group.id", "earshot-alerts");
                settings.put("auto.offset.reset", "earliest");
                var service = new AlertService(
                        AlertConfig.read(rules, Map.of(), new KnownLabels("any", List.of(), false)),
                        AlertTopics.DEFAULT,
                        settings);
                inBackground(
                        service::run, service::stop, () -> broker.isRead("earshot-alerts", Topics.DEFAULT.events()));
            }
        } finally {
            receiver.stop(0);
        }
    }

    /** Scores sound that has an event in it and a chunk that is none; starts without local state. */
    void detect(String user) throws Exception {
        detect(user, PATIENCE);
    }

    /** The same by a detector that is known to wait for ever for what it may not do. */
    void detectSoon(String user) throws Exception {
        detect(user, SILENCE);
    }

    private void detect(String user, Duration patience) throws Exception {
        Config config = detector(user);
        List<String> written = List.of(
                Topics.DEFAULT.events(),
                Topics.DEFAULT.tags(),
                Topics.DEFAULT.sourceStatus(),
                Topics.DEFAULT.levels(),
                Topics.DEFAULT.deadLetters());
        Map<String, Long> before = new HashMap<>();
        for (String topic : written) {
            before.put(topic, broker.end(topic));
        }
        Sound sound = Sound.noise(RATE, 14, runs).tone(700, 2, 6);
        for (AudioChunk chunk : new Microphone("door", "e" + runs, sound).chunks(RATE / 2)) {
            broker.write(
                    Topics.DEFAULT.audio(),
                    "door",
                    SingleObjectSerde.audioChunk().encode(chunk));
        }
        broker.write(Topics.DEFAULT.audio(), "door", new byte[] {1, 2, 3});
        try (DetectorStreams detector = DetectorStreams.start(
                DetectorSetup.settings(config, network),
                network,
                new SimpleMeterRegistry(),
                DetectorSetup.properties(config),
                64 << 20)) {
            until(patience, () -> {
                if (detector.isDead()) {
                    throw new IllegalStateException(
                            detector.fault().map(ExitCodes::describe).orElse("ended"));
                }
                for (String topic : written) {
                    if (broker.end(topic) <= before.get(topic)) {
                        return false;
                    }
                }
                return broker.isRead("earshot", Topics.DEFAULT.audio());
            });
        }
    }

    /** Shows an event, a status and a level on the live page, takes a review and shows it to the next browser. */
    void showPage(String user) throws Exception {
        String source = "page" + ++runs;
        broker.write(status(source));
        SoundEvent event = event(source);
        broker.write(event);
        broker.write(level(source));
        Config config = detector(user);
        var routes = new PageRoutes(DetectorSetup.page(config), network, List::of);
        try (HttpServer server = HttpServer.start(new HttpSettings("127.0.0.1", 0, ""), List.of(routes))) {
            URI root = URI.create("http://127.0.0.1:" + server.port());
            HttpClient http = HttpClient.newHttpClient();
            until(SILENCE, () -> {
                String first = greeting(http, root.resolve("/api/stream"));
                return first.contains("\"event_id\":\"" + source)
                        && first.contains("HEALTHY")
                        && first.contains(source);
            });
            var review = HttpRequest.newBuilder(root.resolve("/api/reviews"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"event_id\": \"" + event.getEventId() + "\", \"verdict\": \"true\"}"))
                    .build();
            int answer =
                    http.send(review, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (answer != 204) {
                throw new IllegalStateException("review: " + answer);
            }
            until(SILENCE, () -> greeting(http, root.resolve("/api/stream")).contains("\"verdict\":\"true\""));
            until(SILENCE, () -> levels(http, root, source).contains("\"laeq\":-40"));
        }
    }

    Config detector(String user) {
        Map<String, String> sets = new HashMap<>();
        broker.client(user).forEach((key, value) -> sets.put("kafka." + key, value.toString()));
        sets.put("streams.state.dir", folder.resolve("state" + ++runs).toString());
        sets.put("streams.num.stream.threads", "1");
        sets.put("streams.commit.interval.ms", "100");
        sets.put("earshot.model", "tiny");
        sets.put("earshot.device", "cpu");
        sets.put("earshot.tags.enabled", "true");
        sets.put("earshot.threshold.*.gate", "0.1");
        sets.put("earshot.threshold.*.high", "0.6");
        sets.put("earshot.threshold.*.low", "0.5");
        return Config.load(null, Map.of(), sets);
    }

    /** Carries a device's sound in, and an event and a status out. */
    void bridge(String user, int mqttPort) throws Exception {
        broker.write(event("bridged"));
        broker.write(status("bridged"));
        long before = broker.end(Topics.DEFAULT.audio());
        var gateway = new BridgeConfig.Gateway("lab", "127.0.0.1", mqttPort, false, "", "");
        var audio = new BridgeConfig.AudioFormat("earshot/audio/+", new BridgeConfig.RawPcm(RATE, 1, 16));
        var config = new BridgeConfig(List.of(gateway), audio, "earshot", "homeassistant", 60_000);
        Map<String, Object> settings = broker.client(user);
        settings.put("group.id", "earshot-mqtt");
        settings.put("auto.offset.reset", "earliest");
        var topics = new BridgeTopics(Topics.DEFAULT.audio(), Topics.DEFAULT.events(), Topics.DEFAULT.sourceStatus());
        var bridge = new MqttBridge(config, topics, settings);
        var device = MqttClient.builder()
                .useMqttVersion5()
                .identifier("device" + ++runs)
                .serverHost("127.0.0.1")
                .serverPort(mqttPort)
                .buildBlocking();
        device.connect();
        try {
            inBackground(bridge::run, bridge::stop, () -> {
                device.publishWith()
                        .topic("earshot/audio/kitchen")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(new byte[16_000])
                        .send();
                return broker.end(Topics.DEFAULT.audio()) > before
                        && broker.isRead("earshot-mqtt", Topics.DEFAULT.events())
                        && broker.isRead("earshot-mqtt", Topics.DEFAULT.sourceStatus());
            });
        } finally {
            device.disconnect();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void until(Duration patience, Condition condition) throws Exception {
        Instant end = Instant.now().plus(patience);
        while (!condition.holds()) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("not done within " + patience.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Runs a service until the condition holds; what it dies of is thrown. */
    private static void inBackground(Program.Service<Exception> service, Runnable stop, Condition done)
            throws Exception {
        AtomicReference<Exception> fault = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                service.run();
            } catch (Exception e) {
                fault.set(e);
            }
        });
        thread.start();
        try {
            until(SILENCE, () -> {
                if (fault.get() != null) {
                    throw fault.get();
                }
                return done.holds();
            });
        } finally {
            stop.run();
            thread.join(PATIENCE.toMillis());
        }
    }

    /** What a browser is told that looks at a source. */
    private static String levels(HttpClient http, URI root, String source) throws Exception {
        var stream = http.send(
                HttpRequest.newBuilder(root.resolve("/api/stream"))
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = stream.body()) {
            Iterator<String> each = lines.iterator();
            String hello = each.next();
            while (!hello.startsWith("data:")) {
                hello = each.next();
            }
            String client = hello.replaceAll(".*\"client\":\"([^\"]+)\".*", "$1");
            var watch = HttpRequest.newBuilder(root.resolve("/api/watch"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"client\": \"" + client + "\", \"sources\": [\"" + source + "\"]}"))
                    .build();
            http.send(watch, HttpResponse.BodyHandlers.discarding());
            while (!each.next().equals("event: levels")) {
                // Greetings come first.
            }
            return each.next();
        }
    }

    /** What a browser is told as soon as it comes. */
    private static String greeting(HttpClient http, URI stream) throws Exception {
        var response = http.send(
                HttpRequest.newBuilder(stream)
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            StringBuilder text = new StringBuilder();
            Iterator<String> each = lines.iterator();
            while (!text.toString().contains("event: heat")) {
                text.append(each.next()).append('\n');
            }
            return text.toString();
        }
    }

    private static SoundEvent event(String source) {
        Instant now = Instant.now();
        return SampleEvents.ended(source + now.toEpochMilli(), now.minusSeconds(1))
                .setSourceId(source)
                .setLabel("low")
                .build();
    }

    private static SourceLevel level(String source) {
        return SourceLevel.newBuilder()
                .setSourceId(source)
                .setMinuteStart(Instant.now().truncatedTo(ChronoUnit.MINUTES))
                .setHeardSeconds(60)
                .setLaeqDb(-40)
                .setL10Db(-35)
                .setL90Db(-50)
                .setBandwidthHz(RATE / 2)
                .setEmittedAt(Instant.now())
                .build();
    }

    private static SourceStatus status(String source) {
        return SourceStatus.newBuilder()
                .setSourceId(source)
                .setEpochId("e")
                .setState(SourceState.HEALTHY)
                .setLastChunkAt(Instant.now())
                .setSampleRateHz(RATE)
                .setLevelDbfs(-40)
                .setClippedShare(0)
                .setSilentShare(0)
                .setClockSkewMs(10)
                .setUpdatedAt(Instant.now())
                .build();
    }
}
