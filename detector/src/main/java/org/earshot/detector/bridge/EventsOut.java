package org.earshot.detector.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.earshot.detector.wire.RecordFormat;
import org.earshot.detector.wire.RecordJson;
import org.earshot.detector.wire.SchemaRegistry;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries events and statuses to every gateway. Offsets are committed once every gateway has taken the messages, so after
 * a restart nothing is missing and the last few messages may come twice.
 *
 * <p>{@link #run()} belongs to one thread; {@link #stop()} may be called from any.
 */
final class EventsOut {
    private static final Logger LOG = LoggerFactory.getLogger(EventsOut.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private record SourceAndLabel(String sourceId, String label) {}

    private final BridgeTopics topics;
    private final MqttNames names;
    private final HomeAssistant homeAssistant;
    private final boolean discovery;
    private final List<MqttGateway> gateways;
    private final Consumer<byte[], byte[]> consumer;
    private final RecordFormat<SoundEvent> events;
    private final RecordFormat<SourceStatus> statuses;
    private final Map<SourceAndLabel, String> openEvents = new HashMap<>();
    private final Set<String> announced = new HashSet<>();

    EventsOut(
            BridgeConfig config,
            BridgeTopics topics,
            List<MqttGateway> gateways,
            Consumer<byte[], byte[]> consumer,
            Optional<SchemaRegistry> registry) {
        this.topics = topics;
        this.names = new MqttNames(config);
        this.homeAssistant = new HomeAssistant(names);
        this.discovery = !config.discoveryPrefix().isEmpty();
        this.gateways = List.copyOf(gateways);
        this.consumer = consumer;
        this.events = RecordFormat.of(new SoundEvent(), registry, topics.events());
        this.statuses = RecordFormat.of(new SourceStatus(), registry, topics.sourceStatus());
    }

    /** Works until {@link #stop()}. */
    void run() throws InterruptedException {
        try (consumer) {
            consumer.subscribe(List.of(topics.events(), topics.sourceStatus()));
            while (true) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    List<CompletableFuture<?>> sent = new ArrayList<>();
                    records.forEach(record -> carry(record, sent));
                    awaitKeepingMembership(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)));
                    consumer.commitSync();
                }
            }
        } catch (WakeupException stopped) {
            LOG.info("events to MQTT: stopped");
        }
    }

    void stop() {
        consumer.wakeup();
    }

    /** A broker may be away for long; a consumer that does not poll would be thrown out of its group. */
    private void awaitKeepingMembership(CompletableFuture<?> sent) throws InterruptedException {
        while (true) {
            try {
                sent.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
                consumer.resume(consumer.paused());
                return;
            } catch (TimeoutException e) {
                consumer.pause(consumer.assignment());
                consumer.poll(Duration.ZERO);
            } catch (ExecutionException e) {
                throw new IllegalStateException("MQTT: a message was refused: " + e.getCause(), e);
            }
        }
    }

    private void carry(ConsumerRecord<byte[], byte[]> record, List<CompletableFuture<?>> sent) {
        if (record.value() == null) {
            return;
        }
        try {
            if (record.topic().equals(topics.events())) {
                carry(events.decode(record.value()), sent);
            } else {
                carry(statuses.decode(record.value()), sent);
            }
        } catch (SerializationException e) {
            LOG.warn("{}@{}: not a record of Earshot, passed over ({})", record.topic(), record.offset(), e.toString());
        }
    }

    private void carry(SoundEvent event, List<CompletableFuture<?>> sent) {
        String source = event.getSourceId();
        String label = event.getLabel();
        announce(homeAssistant.labelTopic(source, label), homeAssistant.label(source, label), sent);
        toAll(names.event(source, label), RecordJson.of(event).toString(), false, sent);
        SourceAndLabel where = new SourceAndLabel(source, label);
        if (event.getPhase() == EventPhase.ENDED) {
            String open = openEvents.get(where);
            if (open == null || open.equals(event.getEventId())) {
                openEvents.remove(where);
                toAll(names.state(source, label), "OFF", true, sent);
            }
        } else if (!event.getEventId().equals(openEvents.put(where, event.getEventId()))) {
            toAll(names.state(source, label), "ON", true, sent);
        }
    }

    private void carry(SourceStatus status, List<CompletableFuture<?>> sent) {
        String source = status.getSourceId();
        announce(homeAssistant.levelTopic(source), homeAssistant.level(source), sent);
        toAll(names.status(source), RecordJson.of(status).toString(), true, sent);
    }

    private void announce(String topic, ObjectNode config, List<CompletableFuture<?>> sent) {
        if (discovery && announced.add(topic)) {
            toAll(topic, config.toString(), true, sent);
        }
    }

    private void toAll(String topic, String payload, boolean retain, List<CompletableFuture<?>> sent) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        gateways.forEach(gateway -> sent.add(gateway.publish(topic, bytes, retain)));
    }
}
