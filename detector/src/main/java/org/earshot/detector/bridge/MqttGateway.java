package org.earshot.detector.bridge;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientState;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one MQTT broker. It comes back by itself after the broker was away, with the session and the
 * subscription it had, so that messages of quality of service 1 are not lost in between.
 *
 * <p>Safe for several threads.
 */
final class MqttGateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MqttGateway.class);
    private static final String ONLINE = "online";
    private static final String OFFLINE = "offline";
    private static final long SESSION_S = 24 * 3_600L;

    private final String name;
    private final String availabilityTopic;
    private final Mqtt5AsyncClient client;
    private volatile boolean listening;

    MqttGateway(BridgeConfig.Gateway gateway, String availabilityTopic) {
        this.name = gateway.name();
        this.availabilityTopic = availabilityTopic;
        Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier("earshot-bridge-" + gateway.name())
                .serverHost(gateway.host())
                .serverPort(gateway.port())
                .automaticReconnect()
                .initialDelay(500, TimeUnit.MILLISECONDS)
                .maxDelay(30, TimeUnit.SECONDS)
                .applyAutomaticReconnect()
                .addConnectedListener(connected -> {
                    LOG.info("gateway {}: connected to {}:{}", name, gateway.host(), gateway.port());
                    if (listening) {
                        announce();
                    }
                })
                .addDisconnectedListener(lost -> LOG.warn(
                        "gateway {}: not connected ({}); trying again",
                        name,
                        lost.getCause().getMessage()))
                .willPublish()
                .topic(availabilityTopic)
                .payload(OFFLINE.getBytes(StandardCharsets.UTF_8))
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .applyWillPublish();
        if (gateway.tls()) {
            builder = builder.sslWithDefaultConfig();
        }
        if (!gateway.user().isEmpty()) {
            builder = builder.simpleAuth()
                    .username(gateway.user())
                    .password(gateway.password().getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        this.client = builder.buildAsync();
    }

    String name() {
        return name;
    }

    /**
     * Connects, and keeps trying until it succeeds. Every message of the filter goes to the consumer on the executor, and
     * is acknowledged only by {@link Mqtt5Publish#acknowledge()}.
     */
    CompletableFuture<Void> connect(String topicFilter, Executor executor, Consumer<Mqtt5Publish> onMessage) {
        CompletableFuture<?> connected = client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(SESSION_S)
                .restrictions()
                .receiveMaximum(256)
                .applyRestrictions()
                .send();
        // A reconnect that is under way completes nothing here; the subscription waits in the client's queue.
        return connected
                .exceptionally(failed -> null)
                .thenCompose(ignored -> client.subscribeWith()
                        .topicFilter(topicFilter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .callback(onMessage)
                        .executor(executor)
                        .manualAcknowledgement(true)
                        .send())
                .thenAccept(ignored -> {
                    LOG.info("gateway {}: listening to {}", name, topicFilter);
                    listening = true;
                    announce();
                });
    }

    CompletableFuture<?> publish(String topic, byte[] payload, boolean retain) {
        return client.publishWith()
                .topic(topic)
                .payload(payload)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(retain)
                .send();
    }

    boolean isConnected() {
        return client.getState() == MqttClientState.CONNECTED;
    }

    /** Only a bridge that hears its devices calls itself online. */
    private void announce() {
        publish(availabilityTopic, ONLINE.getBytes(StandardCharsets.UTF_8), true);
    }

    @Override
    public void close() {
        if (isConnected()) {
            publish(availabilityTopic, OFFLINE.getBytes(StandardCharsets.UTF_8), true)
                    .orTimeout(2, TimeUnit.SECONDS)
                    .exceptionally(late -> null)
                    .join();
        }
        client.disconnect()
                .orTimeout(2, TimeUnit.SECONDS)
                .exceptionally(late -> null)
                .join();
    }
}
