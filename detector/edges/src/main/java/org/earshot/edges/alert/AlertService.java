package org.earshot.edges.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.edges.alert.rule.Alert;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records of events and sources and sends the alerts that they set off, at least once, each sink at its own pace:
 *
 * <pre>
 * records -> rules --> queue and thread of sink A --> note in the log of sent alerts --> offset
 *                  \-> queue and thread of sink B --> dead letter --> note        --/
 * </pre>
 *
 * <p>The offset of a record is committed once every sink has its alerts or has given them up to the dead letters, and that is
 * noted. After a restart, and when partitions come from another instance, that log and a look back at the records rebuild
 * the rules' memory, and no sink gets again what it is noted to have.
 *
 * <p>Rules that need several sources see only the partitions of this process: run one instance (and a standby of the
 * same group with no more partitions than one) where such rules are in use.
 *
 * <p>{@link #run()} belongs to one thread; {@link #stop()} may be called from any.
 */
public final class AlertService {
    private static final Logger LOG = LoggerFactory.getLogger(AlertService.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** What sinks have done waits for this long to be noted. */
    private static final Duration POLL_AT_WORK = Duration.ofMillis(20);

    private static final Duration LAST_COMMIT = Duration.ofSeconds(5);

    private final AlertConfig config;
    private final AlertTopics topics;
    private final Map<String, Object> kafka;
    private final Consumer<byte[], byte[]> consumer;
    private final Retry retry;
    private final Map<String, SinkQueue> sinks = new HashMap<>();
    private final Map<TopicPartition, PartitionProgress> partitions = new HashMap<>();
    private final RuleBook rules;
    private final SettledAlerts settled = new SettledAlerts();
    private final OutcomeLog outcomes;

    /** @param kafka client settings: at least {@code bootstrap.servers} and {@code group.id} */
    public AlertService(AlertConfig config, AlertTopics topics, Map<String, Object> kafka) {
        this(config, topics, kafka, Retry.DEFAULT);
    }

    AlertService(AlertConfig config, AlertTopics topics, Map<String, Object> kafka, Retry retry) {
        this.config = config;
        this.topics = topics;
        this.outcomes = new OutcomeLog(topics, settled);
        this.kafka = Map.copyOf(kafka);
        this.retry = retry;
        this.rules = new RuleBook(config.rules(), topics, this.kafka);
        this.consumer = RecordReader.consumer(kafka);
    }

    /**
     * Works until {@link #stop()}.
     *
     * @throws IllegalStateException if what became of an alert cannot be noted; it comes again at the next start
     */
    public void run() throws InterruptedException {
        try (consumer;
                Producer<byte[], byte[]> producer = producer()) {
            config.sinks().forEach((name, sink) -> sinks.put(name, new SinkQueue(sink, retry, outcomes::add)));
            consumer.subscribe(rules.needed(), new Assignment(producer));
            LOG.info("alerts: {} rules on {}", config.rules().size(), String.join(", ", rules.needed()));
            try {
                while (true) {
                    waitForSinksThatAreBehind();
                    consumer.poll(isIdle() ? POLL : POLL_AT_WORK).forEach(this::take);
                    takeWhatIsDue();
                    outcomes.write(producer);
                    commit();
                }
            } catch (WakeupException stopped) {
                finish(producer);
            } finally {
                closeSinks();
            }
        }
    }

    /** Makes {@link #run()} return soon. */
    public void stop() {
        consumer.wakeup();
    }

    private boolean isIdle() {
        return partitions.values().stream().noneMatch(PartitionProgress::hasOpen);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        PartitionProgress progress = partitions.get(partition(record));
        List<PendingDelivery> deliveries = new ArrayList<>();
        rules.on(record).forEach(alert -> deliveries.addAll(deliveries(alert, record, progress)));
        progress.read(record.offset(), deliveries);
        queue(deliveries);
    }

    /** Alerts of states that lasted long enough belong to the last record of their source. */
    private void takeWhatIsDue() {
        for (RuleBook.Fired fired : rules.due(Instant.now())) {
            PartitionProgress progress = partitions.get(partition(fired.record()));
            if (progress != null) {
                List<PendingDelivery> deliveries = deliveries(fired.alert(), fired.record(), progress);
                progress.add(fired.record().offset(), deliveries);
                queue(deliveries);
            }
        }
    }

    private List<PendingDelivery> deliveries(
            Alert alert, ConsumerRecord<byte[], byte[]> record, PartitionProgress progress) {
        return alert.rule().sinks().stream()
                .filter(sink -> !settled.contains(alert, sink))
                .map(sink -> new PendingDelivery(alert, sink, record, progress, System.nanoTime()))
                .toList();
    }

    private void queue(List<PendingDelivery> deliveries) {
        deliveries.forEach(delivery -> sinks.get(delivery.sink()).add(delivery));
    }

    /** The consumer polls on, or its group would take it for dead; records of partitions that come meanwhile are taken. */
    private void waitForSinksThatAreBehind() {
        if (sinks.values().stream().anyMatch(SinkQueue::isBehind)) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> news(Collection<TopicPartition> of) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : of) {
            PartitionProgress progress = partitions.get(partition);
            if (progress != null && progress.hasNews()) {
                offsets.put(partition, new OffsetAndMetadata(progress.committable()));
            }
        }
        return offsets;
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = news(partitions.keySet());
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, this::committed);
        }
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception error) {
        if (error != null) {
            LOG.debug("alerts: offsets not committed, tried again at once", error);
            return;
        }
        offsets.forEach((partition, offset) -> {
            PartitionProgress progress = partitions.get(partition);
            if (progress != null) {
                progress.committed(offset.offset());
            }
        });
    }

    private void commitBeforeLeaving(Producer<byte[], byte[]> producer, Collection<TopicPartition> of) {
        try {
            outcomes.writeAll(producer);
            consumer.commitSync(news(of), LAST_COMMIT);
        } catch (KafkaException | IllegalStateException e) {
            // Thrown on, it would keep the consumer from leaving its group, and the next start waiting until that is
            // noticed.
            LOG.warn("alerts: the last offsets are not committed ({}); some alerts may come again", e.toString());
        }
    }

    private void finish(Producer<byte[], byte[]> producer) throws InterruptedException {
        closeSinks();
        commitBeforeLeaving(producer, List.copyOf(partitions.keySet()));
        int open = partitions.values().stream().mapToInt(p -> p.open().size()).sum();
        LOG.info("alerts: stopped; {} deliveries were under way and come again at the next start", open);
    }

    private void closeSinks() throws InterruptedException {
        sinks.values().forEach(SinkQueue::stop);
        for (SinkQueue sink : sinks.values()) {
            sink.awaitStop();
        }
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().removeIf(key -> key.startsWith("group.") || key.equals("auto.offset.reset"));
        settings.putIfAbsent(ProducerConfig.ACKS_CONFIG, "all");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Hands partitions over so that no record is lost and few alerts come twice. */
    private final class Assignment implements ConsumerRebalanceListener {
        private final Producer<byte[], byte[]> producer;

        Assignment(Producer<byte[], byte[]> producer) {
            this.producer = producer;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            commitBeforeLeaving(producer, revoked);
            onPartitionsLost(revoked);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            for (TopicPartition partition : lost) {
                PartitionProgress progress = partitions.remove(partition);
                if (progress != null) {
                    progress.revoke();
                }
            }
        }

        /** The engine forgets all and sees again what lies shortly before each position; what comes next is news to it. */
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            if (assigned.isEmpty()) {
                return;
            }
            warnOfPartitionsElsewhere();
            Map<TopicPartition, Long> positions = new HashMap<>();
            consumer.assignment().forEach(p -> positions.put(p, consumer.position(p)));
            assigned.forEach(p -> partitions.put(p, new PartitionProgress(positions.get(p))));
            List<PendingDelivery> underWay = partitions.values().stream()
                    .flatMap(progress -> progress.open().stream())
                    .toList();
            Map<String, Object> settings = new HashMap<>(kafka);
            settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
            settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
            try (Consumer<byte[], byte[]> past = RecordReader.consumer(settings)) {
                new LookBack(topics, rules, settled).rebuild(past, positions, underWay, Instant.now());
            }
        }

        private void warnOfPartitionsElsewhere() {
            boolean severalNeeded =
                    config.rules().stream().anyMatch(r -> r.escalation().needsSeveral());
            if (!severalNeeded) {
                return;
            }
            int all = consumer.partitionsFor(topics.events()).size();
            long here = consumer.assignment().stream()
                    .filter(p -> p.topic().equals(topics.events()))
                    .count();
            if (all > here) {
                LOG.warn("alerts: rules that escalate see only {} of {} partitions here; run one instance", here, all);
            }
        }
    }
}
