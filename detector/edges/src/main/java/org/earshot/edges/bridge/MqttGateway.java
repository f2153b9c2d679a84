package org.earshot.edges.bridge;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientState;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientConnectedContext;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.earshot.core.log.RateLimitedLog;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.EarshotException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one MQTT broker. It comes back by itself after the broker was away, with the session and the
 * subscription it had, so that messages of quality of service 1 are not lost in between, nor those that came while this
 * program was away: whoever takes them is there before the connection is.
 *
 * <p>Safe for several threads.
 */
final class MqttGateway implements MqttOutput, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MqttGateway.class);
    private static final String ONLINE = "online";
    private static final String OFFLINE = "offline";
    private static final long SESSION_S = 24 * 3_600L;
    /**
     * Messages that wait in memory for Kafka, of each quality of service. No fewer than what brokers keep for a client that was
     * away: where the window is used up, the client library at times counts one message too many and drops the connection.
     */
    private static final int MOST_UNACKNOWLEDGED = 1_000;

    /** Bytes that these may have together, since a message may be long. */
    private static final long MOST_WAITING_BYTES = 64 << 20;

    /** A byte of a message that waits takes up to five: in the client library, here, and in records that Kafka has not taken. */
    private static final int HEAP_SHARE = 16;

    /** Beyond the longest message, so that one that is a little too long is refused in words. */
    private static final int MOST_PACKET_BYTES = 2 * DeviceMessage.MAX_BYTES;

    private static final long RESUBSCRIBE_MS = 1_000;
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final String name;
    private final String availabilityTopic;
    private final Mqtt5AsyncClient client;
    private final OrderedMessages messages;
    private final WaitingBytes waiting;
    private final Redeliveries redeliveries = new Redeliveries();
    private final RateLimitedLog log = new RateLimitedLog(LOG, LOG_INTERVAL);
    private volatile boolean listening;
    private volatile boolean closed;

    MqttGateway(BridgeConfig.Gateway gateway, String availabilityTopic) {
        this(
                gateway,
                availabilityTopic,
                new WaitingBytes(
                        Math.min(MOST_WAITING_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE)));
    }

    MqttGateway(BridgeConfig.Gateway gateway, String availabilityTopic, WaitingBytes waiting) {
        this.waiting = waiting;
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
                    if (connected instanceof Mqtt5ClientConnectedContext mqtt5
                            && !mqtt5.getConnAck().isSessionPresent()) {
                        redeliveries.sessionGone();
                    }
                    LOG.info("gateway {}: connected to {}:{}", name, gateway.host(), gateway.port());
                    if (listening) {
                        announce();
                    }
                })
                .addDisconnectedListener(lost -> {
                    redeliveries.connectionLost();
                    // A broker that has forgotten the session still gets what was on its way.
                    lost.getReconnector().resubscribeIfSessionExpired(true).republishIfSessionExpired(true);
                    LOG.warn(
                            "gateway {}: not connected ({}); trying again",
                            name,
                            lost.getCause().getMessage());
                })
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
        // When it is closed it fails what still waits.
        this.messages =
                new OrderedMessages(() -> closed || client.getState().isConnectedOrReconnect(), client::publish);
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Connects, and keeps trying until it succeeds. Every message of the filter goes to the consumer on the executor, and
     * is acknowledged only by {@link DeviceBytes#acknowledge()}. While too many bytes wait for that, messages of quality of
     * service 0 are dropped, and those of 1 are not read.
     *
     * @param onMessage must not throw: no further message would come
     * @param failure takes the broker's refusal of the subscription
     */
    void connect(
            String topicFilter,
            Executor executor,
            Consumer<DeviceBytes> onMessage,
            Consumer<EarshotException> failure) {
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                message -> bring(message, executor, onMessage),
                // On the connection's own thread, which reads nothing more while it waits.
                Runnable::run,
                true);
        client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(SESSION_S)
                .restrictions()
                .receiveMaximum(MOST_UNACKNOWLEDGED)
                .maximumPacketSize(MOST_PACKET_BYTES)
                .applyRestrictions()
                .send()
                // A reconnect that is under way completes nothing here; the subscription waits in the client's queue.
                .whenComplete((connected, failed) -> subscribe(topicFilter, failure));
    }

    private void bring(Mqtt5Publish message, Executor executor, Consumer<DeviceBytes> onMessage) {
        byte[] payload = message.getPayloadAsBytes();
        String topic = message.getTopic().toString();
        Optional<Runnable> acknowledge = message.getQos() == MqttQos.AT_MOST_ONCE
                ? Optional.of(message::acknowledge)
                : redeliveries.bring(topic, payload, message::acknowledge);
        if (acknowledge.isEmpty() || !hasRoom(message, payload.length)) {
            return;
        }
        DeviceBytes bytes = new DeviceBytes(topic, payload, message.isRetain(), () -> {
            waiting.release(payload.length);
            acknowledge.get().run();
        });
        try {
            executor.execute(() -> onMessage.accept(bytes));
        } catch (RejectedExecutionException e) {
            LOG.debug("gateway {}: ends", name, e);
        }
    }

    private boolean hasRoom(Mqtt5Publish message, int payloadBytes) {
        if (message.getQos() == MqttQos.AT_MOST_ONCE) {
            boolean room = waiting.tryTake(payloadBytes);
            if (!room) {
                log.warn(
                        "room",
                        "gateway " + name + ": messages of quality of service 0 are dropped, too much waits for Kafka;"
                                + " see whether Kafka takes it, or send less");
                message.acknowledge();
            }
            return room;
        }
        try {
            return waiting.take(payloadBytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void subscribe(String topicFilter, Consumer<EarshotException> failure) {
        client.subscribeWith()
                .topicFilter(topicFilter)
                .qos(MqttQos.AT_LEAST_ONCE)
                // The time of retained sound is unknown.
                .retainHandling(Mqtt5RetainHandling.DO_NOT_SEND)
                // A source may be called as one level of the bridge's own topics is.
                .noLocal(true)
                .send()
                .whenComplete((granted, failed) -> {
                    if (failed == null) {
                        LOG.info("gateway {}: listening to {}", name, topicFilter);
                        listening = true;
                        announce();
                    } else if (failed instanceof Mqtt5SubAckException) {
                        failure.accept(new ConfigurationException(
                                "gateway " + name + " does not let the bridge subscribe to " + topicFilter + " ("
                                        + failed.getMessage() + "); allow it in the broker's access rules",
                                failed));
                    } else if (!closed) {
                        CompletableFuture.delayedExecutor(RESUBSCRIBE_MS, TimeUnit.MILLISECONDS)
                                .execute(() -> subscribe(topicFilter, failure));
                    }
                });
    }

    @Override
    public CompletableFuture<?> publish(String topic, byte[] payload, boolean retain) {
        return messages.send(Mqtt5Publish.builder()
                .topic(topic)
                .payload(payload)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(retain)
                .build());
    }

    boolean isConnected() {
        return client.getState() == MqttClientState.CONNECTED;
    }

    /** Only a bridge that receives from its devices reports itself online. */
    private void announce() {
        publish(availabilityTopic, ONLINE.getBytes(StandardCharsets.UTF_8), true);
    }

    @Override
    public void close() {
        closed = true;
        waiting.close();
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
