package org.earshot.app.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.RecordConsumer;
import org.earshot.streams.framing.SingleObjectSerde;

/** Reads committed events and clip tags as they appear, with the time at which each was read. */
final class ResultReader implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final SingleObjectSerde<SoundEvent> serde = SingleObjectSerde.soundEvent();
    private final String events;
    private final List<Received> received = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private Thread thread;

    /**
     * A record.
     *
     * @param source source id
     * @param event the event, or null for clip tags
     * @param atNanos nanosecond clock when it was read
     */
    record Received(String source, PipelineBench.EventKey event, long atNanos) {}

    ResultReader(String bootstrapServers, String events, String tags) {
        this.events = events;
        this.consumer = RecordConsumer.fromOldest(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(events, tags)) {
            consumer.partitionsFor(topic).forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
        }
        consumer.assign(partitions);
    }

    /** All records up to now. */
    List<Received> readToEnd() {
        Collection<TopicPartition> partitions = consumer.assignment();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
            poll();
        }
        return drained();
    }

    /** Goes on reading on a thread of its own. */
    void follow() {
        stopped.set(false);
        thread = new Thread(
                () -> {
                    while (!stopped.get()) {
                        poll();
                    }
                },
                "bench-reader");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends {@link #follow}. @return what it read */
    List<Received> followed() {
        stopped.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return drained();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void poll() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
            String source = new String(record.key(), StandardCharsets.UTF_8);
            PipelineBench.EventKey key = null;
            if (record.topic().equals(events)) {
                SoundEvent event = serde.decode(record.value());
                key = new PipelineBench.EventKey(
                        event.getPhase().name(), event.getLabel(), event.getOnsetSample(), event.getOffsetSample());
            }
            received.add(new Received(source, key, System.nanoTime()));
        }
    }

    private List<Received> drained() {
        List<Received> copy = List.copyOf(received);
        received.clear();
        return copy;
    }
}
