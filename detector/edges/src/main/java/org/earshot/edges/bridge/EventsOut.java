package org.earshot.edges.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.earshot.core.log.RateLimitedLog;
import org.earshot.core.model.DataException;
import org.earshot.core.model.Naming;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.framing.RecordFormat;
import org.earshot.streams.framing.RecordJson;
import org.earshot.streams.framing.SchemaRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries events and statuses to a gateway. Offsets are committed once it has taken the messages, so after a restart nothing
 * is missing and the last few messages may come twice.
 *
 * <p>{@link #run()} belongs to one thread; {@link #stop()} may be called from any.
 */
final class EventsOut {
    private static final Logger LOG = LoggerFactory.getLogger(EventsOut.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);
    private static final int MOST_KNOWN = 100_000;

    private record SourceAndLabel(String sourceId, String label) {}

    private final BridgeTopics topics;
    private final MqttNames names;
    private final HomeAssistant homeAssistant;
    private final boolean discovery;
    private final MqttOutput gateway;
    private final Consumer<byte[], byte[]> consumer;
    private final RecordFormat<SoundEvent> events;
    private final RecordFormat<SourceStatus> statuses;
    private final RateLimitedLog warnings = new RateLimitedLog(LOG, LOG_INTERVAL);
    /** At most {@link #MOST_KNOWN} each. Of what is forgotten, an ENDED still turns OFF, and a sensor is announced again. */
    private final Map<SourceAndLabel, String> openEvents = Bounded.map(MOST_KNOWN);

    private final Map<String, Boolean> announced = Bounded.map(MOST_KNOWN);
    private boolean hasNewPartitions;

    /** Where a partition is begun is committed at once: what comes to it while the bridge is stopped is not passed over. */
    private final class Beginning implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            hasNewPartitions = true;
        }
    }

    EventsOut(
            BridgeConfig config,
            BridgeTopics topics,
            MqttOutput gateway,
            Consumer<byte[], byte[]> consumer,
            Optional<SchemaRegistry> registry) {
        this.topics = topics;
        this.names = new MqttNames(config);
        this.homeAssistant = new HomeAssistant(names);
        this.discovery = !config.discoveryPrefix().isEmpty();
        this.gateway = gateway;
        this.consumer = consumer;
        this.events = RecordFormat.of(new SoundEvent(), registry, topics.events());
        this.statuses = RecordFormat.of(new SourceStatus(), registry, topics.sourceStatus());
    }

    /** Works until {@link #stop()}. */
    void run() throws InterruptedException {
        try (consumer) {
            consumer.subscribe(List.of(topics.events(), topics.sourceStatus()), new Beginning());
            while (true) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                boolean begins = hasNewPartitions && knowsItsPositions();
                if (!records.isEmpty() || begins) {
                    List<CompletableFuture<?>> sent = new ArrayList<>();
                    records.forEach(record -> carry(record, sent));
                    awaitKeepingMembership(sent);
                    commit();
                    hasNewPartitions = hasNewPartitions && !begins;
                }
            }
        } catch (WakeupException stopped) {
            LOG.info("events to MQTT: gateway {}: stopped", gateway.name());
        }
    }

    void stop() {
        consumer.wakeup();
    }

    /** A commit leaves out partitions whose position is still being asked for. */
    private boolean knowsItsPositions() {
        try {
            return consumer.assignment().stream()
                    .allMatch(partition -> consumer.position(partition, Duration.ZERO) >= 0);
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            return false;
        }
    }

    /** Another member has the partitions now, and begins where the last commit was. */
    private void commit() {
        try {
            consumer.commitSync();
        } catch (CommitFailedException | RebalanceInProgressException e) {
            warnings.warn("commit", "events to MQTT: the last messages come twice: " + e.getMessage());
        }
    }

    /** A broker may be away for long; a consumer that does not poll would be thrown out of its group. */
    private void awaitKeepingMembership(List<CompletableFuture<?>> sent) throws InterruptedException {
        while (true) {
            try {
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                        .get(POLL.toMillis(), TimeUnit.MILLISECONDS);
                consumer.resume(consumer.paused());
                return;
            } catch (TimeoutException e) {
                consumer.pause(consumer.assignment());
                // Partitions that come to this member just now are not paused, and give records.
                consumer.poll(Duration.ZERO).forEach(record -> carry(record, sent));
            } catch (ExecutionException e) {
                throw new DataException("events could not be handed to MQTT: " + e.getCause(), e);
            }
        }
    }

    private void carry(ConsumerRecord<byte[], byte[]> record, List<CompletableFuture<?>> sent) {
        try {
            if (record.value() == null) {
                if (record.topic().equals(topics.sourceStatus()) && record.key() != null) {
                    forget(new String(record.key(), StandardCharsets.UTF_8), sent);
                }
            } else if (record.topic().equals(topics.events())) {
                carry(events.decode(record.value()), sent);
            } else {
                carry(statuses.decode(record.value()), sent);
            }
        } catch (SerializationException | IllegalArgumentException e) {
            // The second: a name that must not be passed on, or so long that MQTT has no topic for it.
            warnings.warn(
                    record.topic(),
                    record.topic() + "@" + record.offset() + ": not a record of Earshot, passed over (" + e.getMessage()
                            + ")");
        }
    }

    /** The detector has forgotten the source: its status and its level go, here and in Home Assistant. */
    private void forget(String source, List<CompletableFuture<?>> sent) {
        send(names.status(source), "", true, sent);
        if (discovery) {
            announced.remove(homeAssistant.levelTopic(source));
            send(homeAssistant.levelTopic(source), "", true, sent);
        }
    }

    private void carry(SoundEvent event, List<CompletableFuture<?>> sent) {
        String source = named("source", event.getSourceId(), Naming.ID);
        String label = named("label", event.getLabel(), Naming.LABEL);
        announce(homeAssistant.labelTopic(source, label), homeAssistant.label(source, label), sent);
        send(names.event(source, label), RecordJson.of(event).toString(), false, sent);
        SourceAndLabel where = new SourceAndLabel(source, label);
        if (event.getPhase() == EventPhase.ENDED) {
            String open = openEvents.get(where);
            if (open == null || open.equals(event.getEventId())) {
                openEvents.remove(where);
                send(names.state(source, label), "OFF", true, sent);
            }
        } else if (!event.getEventId().equals(openEvents.put(where, event.getEventId()))) {
            send(names.state(source, label), "ON", true, sent);
        }
    }

    private void carry(SourceStatus status, List<CompletableFuture<?>> sent) {
        String source = named("source", status.getSourceId(), Naming.ID);
        announce(homeAssistant.levelTopic(source), homeAssistant.level(source), sent);
        send(names.status(source), RecordJson.of(status).toString(), true, sent);
    }

    /** Others may write to these topics too, and names reach the pages of home automation. */
    private static String named(String what, String name, Naming kind) {
        kind.fault(name).ifPresent(fault -> {
            throw new IllegalArgumentException("its " + what + " " + fault);
        });
        return name;
    }

    private void announce(String topic, ObjectNode config, List<CompletableFuture<?>> sent) {
        if (discovery && announced.put(topic, true) == null) {
            send(topic, config.toString(), true, sent);
        }
    }

    private void send(String topic, String payload, boolean retain, List<CompletableFuture<?>> sent) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        sent.add(gateway.publish(topic, bytes, retain).handle((done, failed) -> {
            if (failed instanceof Mqtt5PubAckException) {
                // It would be refused again.
                warnings.warn(
                        gateway.name(),
                        "gateway " + gateway.name() + " refused a message to " + topic + ": " + failed.getMessage()
                                + "; check the broker's access rules and its limit for messages");
            } else if (failed != null) {
                throw new CompletionException(failed);
            }
            return done;
        }));
    }
}
