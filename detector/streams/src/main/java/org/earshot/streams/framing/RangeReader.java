package org.earshot.streams.framing;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the records between two sets of offsets, and no further. For the consumer's thread. */
public final class RangeReader {
    private static final Duration POLL = Duration.ofMillis(200);

    /** What to do with a record. */
    public interface Visitor {
        void visit(ConsumerRecord<byte[], byte[]> record);
    }

    private RangeReader() {}

    /**
     * Assigns the partitions and reads them. Records of one partition come in their order.
     *
     * @param from first offset of each partition; partitions that it lacks are left out
     * @param to offset after the last of each partition; partitions that it lacks are left out
     */
    public static void read(
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            Visitor visitor) {
        Map<TopicPartition, Long> left = new HashMap<>(to);
        left.entrySet().removeIf(e -> from.getOrDefault(e.getKey(), Long.MAX_VALUE) >= e.getValue());
        consumer.assign(left.keySet());
        // A partition that was read before is paused still.
        consumer.resume(left.keySet());
        left.keySet().forEach(p -> consumer.seek(p, from.get(p)));
        while (!left.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                Long end = to.get(partition);
                if (end != null && record.offset() < end) {
                    visitor.visit(record);
                }
            }
            // The position passes transaction markers too, which no record stands for.
            for (TopicPartition partition : List.copyOf(left.keySet())) {
                if (consumer.position(partition) >= left.get(partition)) {
                    left.remove(partition);
                    consumer.pause(List.of(partition));
                }
            }
        }
    }
}
