package org.earshot.detector.alert;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads event records and sends the alerts that they set off, at least once: the offsets of records are committed only
 * after their alerts were delivered (or given up and dead-lettered) and noted in the log of sent alerts. That log and a
 * short look back at the events rebuild the engine's memory at start.
 *
 * <p>Rules that need several sources see only the partitions of this process: run one instance (and a standby of the
 * same group with no more partitions than one) where such rules are in use.
 *
 * <p>{@link #run()} belongs to one thread; {@link #stop()} may be called from any.
 */
public final class AlertService {
    private static final Logger LOG = LoggerFactory.getLogger(AlertService.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final AlertConfig config;
    private final AlertTopics topics;
    private final Map<String, Object> kafka;
    private final Consumer<byte[], byte[]> consumer;
    private final EventReader reader;
    private final AlertEngine engine;
    private final Delivery.Retry retry;

    /** @param kafka client settings: at least {@code bootstrap.servers} and {@code group.id} */
    public AlertService(AlertConfig config, AlertTopics topics, Map<String, Object> kafka) {
        this(config, topics, kafka, Delivery.Retry.DEFAULT);
    }

    AlertService(AlertConfig config, AlertTopics topics, Map<String, Object> kafka, Delivery.Retry retry) {
        this.config = config;
        this.topics = topics;
        this.kafka = Map.copyOf(kafka);
        this.retry = retry;
        this.engine = new AlertEngine(config.rules());
        this.reader = new EventReader(this.kafka, topics.events());
        this.consumer = EventReader.consumer(kafka);
    }

    /** Works until {@link #stop()}. */
    public void run() throws InterruptedException {
        try (consumer;
                Producer<byte[], byte[]> producer = producer();
                Delivery delivery = new Delivery(config.sinks(), retry)) {
            SentAlertLog sentAlerts = new SentAlertLog(kafka, topics.alerts());
            sentAlerts.since(Instant.now().minus(engine.memory())).forEach(engine::remember);
            consumer.subscribe(List.of(topics.events()), new LookBack());
            LOG.info("alerts: {} rules on {}", config.rules().size(), topics.events());
            while (true) {
                deliver(consumer.poll(POLL), producer, delivery);
            }
        } catch (WakeupException stopped) {
            LOG.info("alerts: stopped; what was not delivered comes again at the next start");
        }
    }

    /** Makes {@link #run()} return soon. */
    public void stop() {
        consumer.wakeup();
    }

    private void deliver(ConsumerRecords<byte[], byte[]> records, Producer<byte[], byte[]> producer, Delivery delivery)
            throws InterruptedException {
        if (records.isEmpty()) {
            return;
        }
        List<Pending> pending = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            reader.decode(record.value(), where(record))
                    .map(engine::on)
                    .orElse(List.of())
                    .forEach(alert -> pending.add(new Pending(alert, record, delivery.begin(alert))));
        }
        for (Pending alert : pending) {
            awaitKeepingMembership(alert.deliveries);
            for (Future<Delivery.Failure> done : alert.deliveries) {
                Delivery.Failure failure = Delivery.result(done);
                if (failure != null) {
                    send(producer, deadLetter(alert.record, failure));
                }
            }
            send(producer, SentAlertLog.record(topics.alerts(), alert.alert));
        }
        consumer.commitSync(nextOffsets(records));
    }

    /** A consumer that does not poll is thrown out of its group, so it polls, paused, while a sink takes its time. */
    private void awaitKeepingMembership(List<Future<Delivery.Failure>> deliveries) throws InterruptedException {
        while (!deliveries.stream().allMatch(Future::isDone)) {
            consumer.pause(consumer.assignment());
            consumer.poll(POLL);
        }
        consumer.resume(consumer.paused());
    }

    private static void send(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record)
            throws InterruptedException {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            // Nothing is committed, so the alert comes again after a restart.
            throw new IllegalStateException("alerts: cannot write to " + record.topic() + ": " + e.getCause(), e);
        }
    }

    private ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> event, Delivery.Failure failure) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topics.deadLetters(), event.key(), event.value());
        addHeader(record, "earshot.reason", "alert-not-delivered");
        addHeader(record, "earshot.detail", failure.reason());
        addHeader(record, "earshot.rule", failure.alert().rule().name());
        addHeader(record, "earshot.sink", failure.sink());
        addHeader(record, "earshot.origin", where(event));
        return record;
    }

    private static void addHeader(ProducerRecord<byte[], byte[]> record, String key, String value) {
        record.headers().add(new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<TopicPartition, OffsetAndMetadata> nextOffsets(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> own = records.records(partition);
            offsets.put(partition, new OffsetAndMetadata(own.get(own.size() - 1).offset() + 1));
        }
        return offsets;
    }

    private static String where(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().removeIf(key -> key.startsWith("group.") || key.equals("auto.offset.reset"));
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private record Pending(
            Alert alert, ConsumerRecord<byte[], byte[]> record, List<Future<Delivery.Failure>> deliveries) {}

    /** Lets the engine see again what was dealt with shortly before the committed offsets. */
    private final class LookBack implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            boolean severalNeeded =
                    config.rules().stream().anyMatch(r -> r.escalation().needsSeveral());
            if (severalNeeded
                    && consumer.partitionsFor(topics.events()).size()
                            > consumer.assignment().size()) {
                LOG.warn(
                        "alerts: rules that escalate see only {} of the partitions here; run one instance", partitions);
            }
            long fromMs = Instant.now().minus(engine.memory()).toEpochMilli();
            Map<String, Object> settings = new HashMap<>(kafka);
            settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
            settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
            Map<TopicPartition, Long> positions = new HashMap<>();
            partitions.forEach(p -> positions.put(p, consumer.position(p)));
            try (Consumer<byte[], byte[]> past = EventReader.consumer(settings)) {
                RangeReader.read(
                        past,
                        EventReader.offsetsAt(past, List.copyOf(partitions), fromMs),
                        positions,
                        record -> reader.decode(record.value(), where(record)).ifPresent(engine::observe));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Offsets are committed with every batch; there is nothing left to do.
        }
    }
}
