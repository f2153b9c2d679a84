package org.earshot.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.core.NeedsProgram;
import org.earshot.edges.bridge.BridgeConfig;
import org.earshot.edges.bridge.BridgeTopics;
import org.earshot.edges.bridge.MqttBridge;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.SampleEvents;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bridge between a real Mosquitto and a real Kafka. */
@Tag("integration")
@NeedsProgram("mosquitto")
@Timeout(120)
class MqttBridgeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private int port;
    private Process mosquitto;
    private EmbeddedBroker kafka;
    private MqttBridge bridge;
    private Thread bridgeThread;

    @BeforeEach
    void startEverything() throws Exception {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = any.getLocalPort();
        }
        startMosquitto();
        kafka = EmbeddedBroker.start();
        try (Admin admin = Admin.create(client())) {
            Topics.DEFAULT.create(admin, 1, Optional.empty());
        }
        startBridge();
    }

    private MqttBridge bridge() {
        return bridge(List.of(lab()));
    }

    private BridgeConfig.Gateway lab() {
        return new BridgeConfig.Gateway("lab", "127.0.0.1", port, false, "", "");
    }

    private MqttBridge bridge(List<BridgeConfig.Gateway> gateways) {
        var audio = new BridgeConfig.AudioFormat("earshot/audio/+", new BridgeConfig.RawPcm(16_000, 1, 16));
        var config = new BridgeConfig(gateways, audio, "earshot", "homeassistant", 60_000);
        Map<String, Object> settings = client();
        settings.put("group.id", "bridge");
        settings.put("auto.offset.reset", "earliest");
        return new MqttBridge(
                config,
                new BridgeTopics(Topics.DEFAULT.audio(), Topics.DEFAULT.events(), Topics.DEFAULT.sourceStatus()),
                settings);
    }

    private void startBridge() throws Exception {
        startBridge(bridge());
    }

    private void startBridge(MqttBridge started) throws Exception {
        bridge = started;
        bridgeThread = new Thread(() -> {
            try {
                bridge.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        bridgeThread.start();
        awaitOnline();
    }

    private void awaitOnline() throws InterruptedException {
        try (var anybody = device("watcher")) {
            anybody.subscribe("earshot/bridge/availability");
            Instant until = Instant.now().plus(PATIENCE);
            Optional<String[]> said = Optional.empty();
            while (said.isEmpty() || !said.get()[1].equals("online")) {
                assertThat(Instant.now()).isBefore(until);
                said = anybody.next();
            }
        }
    }

    private void stopBridge() throws InterruptedException {
        bridge.stop();
        bridgeThread.join(PATIENCE.toMillis());
    }

    @AfterEach
    void stopEverything() throws Exception {
        if (bridge != null) {
            stopBridge();
        }
        if (mosquitto != null) {
            mosquitto.destroyForcibly().waitFor();
        }
        if (kafka != null) {
            kafka.close();
        }
    }

    @Test
    void shouldCarrySoundInAndGoOnAfterTheBrokerWasAway() throws Exception {
        try (var device = device("device-1")) {
            device.send("earshot/audio/kitchen", new byte[16_000]);
            device.send("earshot/audio/kitchen", new byte[5]);
            device.send("earshot/audio/kitchen", new byte[16_000]);
            assertThat(chunks(2)).extracting(AudioChunk::getFirstSample).containsExactly(0L, 8_000L);
        }

        mosquitto.destroy();
        mosquitto.waitFor();
        startMosquitto();
        try (var device = device("device-1")) {
            device.send("earshot/audio/kitchen", new byte[16_000]);
            List<AudioChunk> all = chunks(3);

            assertThat(all).extracting(AudioChunk::getSourceId).containsOnly("kitchen");
            assertThat(all.get(2).getFirstSample()).isEqualTo(16_000);
        }
    }

    @Test
    void shouldHearWhatDevicesSentWhileItWasAway() throws Exception {
        stopBridge();
        try (var device = device("device-1")) {
            for (int n = 0; n < 40; n++) {
                device.send("earshot/audio/kitchen", new byte[3_200]);
            }
        }

        startBridge();

        assertThat(chunks(40)).hasSize(40).extracting(AudioChunk::getSourceId).containsOnly("kitchen");
    }

    @Test
    void shouldHearItsDevicesAgainAfterTheBrokerForgotItsSession() throws Exception {
        mosquitto.destroyForcibly().waitFor();
        Files.deleteIfExists(folder.resolve("mosquitto.db"));
        startMosquitto();
        awaitOnline();

        try (var device = device("device-1")) {
            device.send("earshot/audio/kitchen", new byte[3_200]);
            assertThat(chunks(1)).hasSize(1);
        }
    }

    @Test
    void shouldNotHearRetainedSoundAgainAtEachStart() throws Exception {
        try (var device = device("device-1")) {
            device.retain("earshot/audio/kitchen", new byte[3_200]);
            assertThat(chunks(1)).hasSize(1);
            stopBridge();
            startBridge();
            device.send("earshot/audio/hall", new byte[3_200]);

            assertThat(chunks(2)).extracting(AudioChunk::getSourceId).containsExactly("kitchen", "hall");
        }
    }

    @Test
    void shouldTellOneGatewayOfEventsWhileAnotherIsAway() throws Exception {
        stopBridge();
        int nobody;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = any.getLocalPort();
        }
        startBridge(bridge(List.of(new BridgeConfig.Gateway("away", "127.0.0.1", nobody, false, "", ""), lab())));
        try (var home = device("home")) {
            home.subscribe("earshot/+/+/state");
            write(event("e1", EventPhase.STARTED));
            write(event("e1", EventPhase.ENDED));

            List<String> heard = new ArrayList<>();
            Instant until = Instant.now().plus(PATIENCE);
            while (heard.size() < 2 && Instant.now().isBefore(until)) {
                home.next().ifPresent(m -> heard.add(m[1]));
            }
            assertThat(heard).containsExactly("ON", "OFF");
        }
    }

    @Test
    void shouldTellHomeAutomationOfEvents() throws Exception {
        try (var home = device("home")) {
            home.subscribe("#");
            write(event("e1", EventPhase.STARTED));
            write(event("e1", EventPhase.ENDED));

            Map<String, List<String>> heard = new HashMap<>();
            Instant until = Instant.now().plus(PATIENCE);
            while (heard.getOrDefault("earshot/kitchen/dog/state", List.of()).size() < 2
                    && Instant.now().isBefore(until)) {
                home.next()
                        .ifPresent(m -> heard.computeIfAbsent(m[0], t -> new ArrayList<>())
                                .add(m[1]));
            }

            assertThat(heard.get("earshot/kitchen/dog/state")).containsExactly("ON", "OFF");
            assertThat(heard.get("earshot/kitchen/dog/event"))
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("\"event_id\":\"e1\"");
            assertThat(heard.get("homeassistant/binary_sensor/earshot_kitchen_dog/config"))
                    .singleElement()
                    .asString()
                    .contains("\"state_topic\":\"earshot/kitchen/dog/state\"")
                    .contains("\"availability_topic\":\"earshot/bridge/availability\"");
            assertThat(heard.get("earshot/bridge/availability")).contains("online");
        }
    }

    private void startMosquitto() throws IOException, InterruptedException {
        Path config = folder.resolve("mosquitto.conf");
        Files.writeString(
                config,
                "listener " + port + " 127.0.0.1\nallow_anonymous true\npersistence true\nautosave_interval 1\n"
                        + "persistence_location " + folder + "/\nuser " + System.getProperty("user.name") + "\n");
        mosquitto = new ProcessBuilder(Mosquitto.program().toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        Instant until = Instant.now().plus(PATIENCE);
        while (true) {
            try (Socket up = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                assertThat(Instant.now()).isBefore(until);
                mosquitto.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    private Map<String, Object> client() {
        return new HashMap<>(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private List<AudioChunk> chunks(int wanted) {
        Map<String, Object> settings = client();
        settings.put("group.id", "test-" + System.nanoTime());
        settings.put("auto.offset.reset", "earliest");
        List<AudioChunk> chunks = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<byte[], byte[]>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.DEFAULT.audio()));
            Instant until = Instant.now().plus(PATIENCE);
            while (chunks.size() < wanted && Instant.now().isBefore(until)) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(r -> chunks.add(SingleObjectSerde.audioChunk().decode(r.value())));
            }
        }
        return chunks;
    }

    private void write(SoundEvent event) throws Exception {
        try (var producer =
                new KafkaProducer<byte[], byte[]>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.DEFAULT.events(),
                            event.getSourceId().getBytes(StandardCharsets.UTF_8),
                            SingleObjectSerde.soundEvent().encode(event)))
                    .get();
        }
    }

    private static SoundEvent event(String id, EventPhase phase) {
        Instant onset = Instant.parse("2026-07-01T12:00:00Z");
        return SampleEvents.ended(id, onset)
                .setPhase(phase)
                .setSourceId("kitchen")
                .setLabel("dog")
                .setOffset(onset.plusMillis(500))
                .setOffsetSample(8_000)
                .setScore(0.9f)
                .setMeanScore(0.7f)
                .setTag(0.8f)
                .build();
    }

    private Device device(String id) {
        return new Device(id, port);
    }

    /** An MQTT client of the test's own. */
    private static final class Device implements AutoCloseable {
        private final Mqtt5BlockingClient client;
        private final Mqtt5BlockingClient.Mqtt5Publishes messages;

        Device(String id, int port) {
            client = MqttClient.builder()
                    .useMqttVersion5()
                    .identifier(id)
                    .serverHost("127.0.0.1")
                    .serverPort(port)
                    .buildBlocking();
            client.connect();
            messages = client.publishes(MqttGlobalPublishFilter.ALL);
        }

        void send(String topic, byte[] payload) {
            client.publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(payload)
                    .send();
        }

        void retain(String topic, byte[] payload) {
            client.publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .retain(true)
                    .payload(payload)
                    .send();
        }

        void subscribe(String filter) {
            client.subscribeWith()
                    .topicFilter(filter)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();
        }

        Optional<String[]> next() throws InterruptedException {
            return messages.receive(200, TimeUnit.MILLISECONDS).map(m ->
                    new String[] {m.getTopic().toString(), new String(m.getPayloadAsBytes(), StandardCharsets.UTF_8)});
        }

        @Override
        public void close() {
            messages.close();
            client.disconnect();
        }
    }
}
