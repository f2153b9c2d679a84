package org.earshot.edges.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.earshot.core.NeedsProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Long messages while Kafka takes none, against a real Mosquitto. */
@Tag("integration")
@NeedsProgram("mosquitto")
@Timeout(60)
class MqttGatewayTest {
    private static final int LENGTH = 100_000;
    private static final int MOST = 500_000;
    private static final int MESSAGES = 40;

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final BlockingQueue<DeviceBytes> brought = new LinkedBlockingQueue<>();
    private Path config;
    private Process mosquitto;
    private MqttGateway gateway;
    private Mqtt5BlockingClient device;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        int port = freePort();
        config = Files.writeString(
                folder.resolve("mosquitto.conf"),
                "listener " + port + " 127.0.0.1\nallow_anonymous true\npersistence true\npersistence_location "
                        + folder + "/\nuser root\n");
        startMosquitto();
        gateway = new MqttGateway(
                new BridgeConfig.Gateway("lab", "127.0.0.1", port, false, "", ""),
                "earshot/bridge/availability",
                new WaitingBytes(MOST));
        gateway.connect("earshot/audio/+", executor, brought::add, failure -> {});
        device = MqttClient.builder()
                .useMqttVersion5()
                .identifier("device")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .automaticReconnectWithDefaultConfig()
                .buildBlocking();
        until(gateway::isConnected);
        device.connect();
        awaitSubscription();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        executor.shutdownNow();
        mosquitto.destroyForcibly().waitFor();
    }

    @Test
    void shouldLeaveLongMessagesToTheBrokerUntilThereIsRoom() throws Exception {
        CompletableFuture<Void> sent = sendAll(MqttQos.AT_LEAST_ONCE);
        TimeUnit.SECONDS.sleep(2);

        assertThat(brought).hasSize(MOST / (LENGTH + WaitingBytes.MESSAGE_BYTES));

        for (int n = 0; n < MESSAGES; n++) {
            DeviceBytes next = brought.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("message " + n).isNotNull();
            assertThat(next.payload()).hasSize(LENGTH).startsWith((byte) n);
            next.acknowledge().run();
        }
        sent.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldDropLongMessagesThatNobodyKeeps() throws Exception {
        sendAll(MqttQos.AT_MOST_ONCE).get(20, TimeUnit.SECONDS);
        TimeUnit.SECONDS.sleep(1);

        assertThat(brought).hasSize(MOST / (LENGTH + WaitingBytes.MESSAGE_BYTES));

        brought.forEach(message -> message.acknowledge().run());
        brought.clear();
        send(MqttQos.AT_MOST_ONCE, LENGTH, 7);
        assertThat(brought.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void shouldBringOnceWhatComesAgainAfterALostConnection() throws Exception {
        for (int n = 0; n < 3; n++) {
            send(MqttQos.AT_LEAST_ONCE, 1_000, n);
        }
        List<DeviceBytes> first = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            first.add(brought.poll(10, TimeUnit.SECONDS));
        }
        first.get(0).acknowledge().run();
        TimeUnit.SECONDS.sleep(1);

        // It writes its sessions down.
        mosquitto.destroy();
        mosquitto.waitFor();
        startMosquitto();
        until(() -> gateway.isConnected() && device.getState().isConnected());
        send(MqttQos.AT_LEAST_ONCE, 1_000, 3);

        DeviceBytes next = brought.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        assertThat(next.payload()[0]).isEqualTo((byte) 3);
        first.get(1).acknowledge().run();
        first.get(2).acknowledge().run();
        next.acknowledge().run();
        assertThat(brought.poll(1, TimeUnit.SECONDS)).isNull();
    }

    private void startMosquitto() throws IOException {
        mosquitto = new ProcessBuilder("mosquitto", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        Instant until = Instant.now().plusSeconds(30);
        while (!condition.getAsBoolean() && Instant.now().isBefore(until)) {
            Thread.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private CompletableFuture<Void> sendAll(MqttQos qos) {
        return CompletableFuture.runAsync(() -> {
            for (int n = 0; n < MESSAGES; n++) {
                send(qos, LENGTH, n);
            }
        });
    }

    private void send(MqttQos qos, int length, int first) {
        byte[] payload = new byte[length];
        payload[0] = (byte) first;
        device.publishWith()
                .topic("earshot/audio/hall")
                .payload(payload)
                .qos(qos)
                .send();
    }

    private void awaitSubscription() throws InterruptedException {
        Instant until = Instant.now().plus(Duration.ofSeconds(20));
        DeviceBytes first = null;
        while (first == null && Instant.now().isBefore(until)) {
            send(MqttQos.AT_MOST_ONCE, 1, 1);
            first = brought.poll(200, TimeUnit.MILLISECONDS);
        }
        assertThat(first).isNotNull();
        first.acknowledge().run();
        while ((first = brought.poll(200, TimeUnit.MILLISECONDS)) != null) {
            first.acknowledge().run();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }
}
