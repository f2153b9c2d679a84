package org.earshot.streams.replay;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.earshot.core.model.ConfigurationException;
import org.earshot.streams.framing.RangeReader;

/**
 * Records of a topic between two times, up to where the topic ended when this was made. A partition's records come in their
 * order. For one thread.
 */
public final class TopicSpan {
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> from = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /**
     * All that is there from a time on.
     *
     * @param begin records written before it are left out
     * @throws ConfigurationException if there is no such topic
     */
    public TopicSpan(Consumer<byte[], byte[]> consumer, String topic, Instant begin) {
        this.consumer = consumer;
        List<TopicPartition> partitions = partitions(consumer, topic);
        consumer.assign(partitions);
        ends.putAll(consumer.endOffsets(partitions));
        offsets(partitions, begin).forEach((partition, at) -> from.put(partition, offset(partition, at)));
    }

    /**
     * @param begin records written before it are left out
     * @param end so are those of a partition from the first one written at or after it on
     * @throws ConfigurationException if there is no such topic
     */
    public TopicSpan(Consumer<byte[], byte[]> consumer, String topic, Instant begin, Instant end) {
        this(consumer, topic, begin);
        offsets(from.keySet(), end).forEach((partition, at) -> ends.put(partition, offset(partition, at)));
    }

    /** Reads it. */
    public void read(RangeReader.Visitor visitor) {
        RangeReader.read(consumer, from, ends, visitor);
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> known = consumer.partitionsFor(topic);
        if (known == null || known.isEmpty()) {
            throw new ConfigurationException(
                    "topic " + topic + " does not exist; name the topic that the detector uses");
        }
        return known.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
    }

    private long offset(TopicPartition partition, OffsetAndTimestamp at) {
        return at == null ? ends.get(partition) : Math.min(at.offset(), ends.get(partition));
    }

    private Map<TopicPartition, OffsetAndTimestamp> offsets(Collection<TopicPartition> partitions, Instant time) {
        Map<TopicPartition, Long> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, time.toEpochMilli()));
        return consumer.offsetsForTimes(wanted);
    }
}
