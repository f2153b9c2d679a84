package org.earshot.edges.bridge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.DataException;
import org.earshot.core.model.EarshotException;
import org.earshot.streams.framing.KafkaErrors;
import org.earshot.streams.framing.RecordConsumer;
import org.earshot.streams.framing.SchemaRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge: sound of devices from every gateway to Kafka, events and statuses from Kafka to every gateway. Each gateway has a
 * consumer in a group of its own, so that one that is away holds up no other.
 *
 * <p>{@link #run()} belongs to one thread; {@link #stop()} may be called from any.
 */
public final class MqttBridge {
    private static final Logger LOG = LoggerFactory.getLogger(MqttBridge.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final BridgeConfig config;
    private final BridgeTopics topics;
    private final Map<String, Object> kafka;
    private final Optional<SchemaRegistry> registry;
    private final List<MqttGateway> gateways = new ArrayList<>();
    private final List<EventsOut> eventsOut = new ArrayList<>();
    private final AtomicReference<EarshotException> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /** @param kafka client settings: at least {@code bootstrap.servers} and {@code group.id}, the group of the first gateway */
    public MqttBridge(BridgeConfig config, BridgeTopics topics, Map<String, Object> kafka) {
        this.config = config;
        this.topics = topics;
        this.kafka = Map.copyOf(kafka);
        this.registry = SchemaRegistry.of(kafka);
        MqttNames names = new MqttNames(config);
        config.gateways().forEach(gateway -> gateways.add(new MqttGateway(gateway, names.availability())));
        gateways.forEach(gateway -> eventsOut.add(new EventsOut(
                config,
                topics,
                gateway,
                RecordConsumer.of(groupOf(gateway.name(), eventsOut.isEmpty(), kafka)),
                registry)));
    }

    /**
     * Works until {@link #stop()}.
     *
     * @throws ConfigurationException if Kafka or an MQTT broker refuses what the bridge needs
     * @throws DataException if one of its threads ended: a restarted process is better than one that is half alive
     */
    public void run() throws InterruptedException {
        ExecutorService messages = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "mqtt-audio");
            thread.setDaemon(true);
            return thread;
        });
        try (Producer<byte[], byte[]> producer = producer()) {
            AudioIn audioIn = new AudioIn(config, topics.audio(), producer, registry, messages, this::fail);
            gateways.forEach(
                    gateway -> gateway.connect(config.audio().topicFilter(), messages, audioIn::accept, this::fail));
            carryEvents();
        } catch (KafkaException e) {
            throw KafkaErrors.isFinal(e)
                    ? new ConfigurationException("Kafka " + KafkaErrors.why(e), e)
                    : new DataException("the bridge ends: Kafka " + KafkaErrors.why(e), e);
        } finally {
            gateways.forEach(MqttGateway::close);
            messages.shutdownNow();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /** Returns once all are stopped, or throws what ended one of them. */
    private void carryEvents() throws InterruptedException {
        ExecutorService threads =
                Executors.newFixedThreadPool(eventsOut.size(), work -> new Thread(work, "events-to-mqtt"));
        try {
            List<Future<?>> ends = new ArrayList<>();
            eventsOut.forEach(out -> ends.add(threads.submit(() -> {
                try {
                    out.run();
                    return null;
                } finally {
                    // None goes on without the others: a restarted process is better than one that is half alive.
                    eventsOut.forEach(EventsOut::stop);
                }
            })));
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException why ? why : new DataException("the bridge ends: " + e, e);
        } finally {
            eventsOut.forEach(EventsOut::stop);
            threads.shutdown();
            threads.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The first gateway keeps the group's name, so that one more does not make it begin anew. */
    static Map<String, Object> groupOf(String gateway, boolean isFirst, Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        if (!isFirst) {
            settings.computeIfPresent(ConsumerConfig.GROUP_ID_CONFIG, (key, group) -> group + "-" + gateway);
        }
        return settings;
    }

    private void fail(EarshotException why) {
        if (!stopped && failure.compareAndSet(null, why)) {
            LOG.error("the bridge ends: {}", why.getMessage());
            eventsOut.forEach(EventsOut::stop);
        }
    }

    /** Makes {@link #run()} return soon. */
    public void stop() {
        stopped = true;
        eventsOut.forEach(EventsOut::stop);
    }

    private Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(producerSettings(kafka), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What is asked for stands above the choice here. */
    static Map<String, Object> producerSettings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().removeIf(key -> key.startsWith("group.") || key.equals("auto.offset.reset"));
        settings.putIfAbsent(ProducerConfig.ACKS_CONFIG, "all");
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
        return settings;
    }
}
