package org.earshot.edges.alert;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads several partitions side by side, in the order in which their records were written, and holds no more of each than one look of
 * the consumer gives. For the consumer's thread.
 */
final class RecordMerge {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Comparator<Deque<ConsumerRecord<byte[], byte[]>>> BY_TIME =
            Comparator.comparingLong(records -> records.getFirst().timestamp());

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    /** Of each partition what was read and not yet handed on. */
    private final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> waiting = new HashMap<>();

    private RecordMerge(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        this.ends = ends;
    }

    /**
     * Assigns the partitions and reads them.
     *
     * @param from first offset of each partition
     * @param to offset after the last of each
     * @param each gets every record, those of one partition in their order
     */
    static void read(
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, Long> ends = new HashMap<>(to);
        ends.entrySet().removeIf(end -> from.get(end.getKey()) >= end.getValue());
        consumer.assign(ends.keySet());
        ends.keySet().forEach(partition -> consumer.seek(partition, from.get(partition)));
        RecordMerge merge = new RecordMerge(consumer, ends);
        ends.keySet().forEach(partition -> merge.waiting.put(partition, new ArrayDeque<>()));
        while (!merge.waiting.isEmpty()) {
            merge.fill();
            for (Optional<ConsumerRecord<byte[], byte[]>> next = merge.next(); next.isPresent(); next = merge.next()) {
                each.accept(next.get());
            }
        }
    }

    /** Reads of those partitions of which nothing waits. */
    private void fill() {
        List<TopicPartition> empty = new ArrayList<>();
        waiting.forEach((partition, records) -> {
            if (records.isEmpty()) {
                empty.add(partition);
            }
        });
        consumer.pause(ends.keySet());
        consumer.resume(empty);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (record.offset() < ends.get(partition)) {
                waiting.get(partition).add(record);
            }
        }
        dropFinished();
    }

    /** The earliest record, once something of every partition is known; empty if more must be read before. */
    private Optional<ConsumerRecord<byte[], byte[]>> next() {
        dropFinished();
        return waiting.values().stream().anyMatch(Deque::isEmpty)
                ? Optional.empty()
                : waiting.values().stream().min(BY_TIME).map(Deque::removeFirst);
    }

    /** The position passes the marks of transactions too, which no record stands for. */
    private void dropFinished() {
        waiting.entrySet()
                .removeIf(entry ->
                        entry.getValue().isEmpty() && consumer.position(entry.getKey()) >= ends.get(entry.getKey()));
    }
}
