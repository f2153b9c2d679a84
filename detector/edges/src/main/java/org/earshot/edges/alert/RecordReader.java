package org.earshot.edges.alert;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.earshot.streams.framing.RecordConsumer;
import org.earshot.streams.framing.RecordFormat;
import org.earshot.streams.framing.SchemaRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reading a topic of Earshot: consumers set up as they must be, and the bytes decoded. For one thread.
 *
 * @param <T> record class of the topic
 */
public final class RecordReader<T extends SpecificRecordBase> {
    private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);

    private final String kind;
    private final RecordFormat<T> format;

    /** @param kafka client settings, which may name a schema registry */
    public RecordReader(T prototype, Map<String, Object> kafka, String topic) {
        this.kind = prototype.getSchema().getName();
        this.format = RecordFormat.of(prototype, SchemaRegistry.of(kafka), topic);
    }

    /** A consumer of committed records only that never commits by itself. */
    public static Consumer<byte[], byte[]> consumer(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
        return RecordConsumer.of(settings);
    }

    /** The record, or nothing (and a line in the log) if the bytes are none; nothing for a tombstone. */
    public Optional<T> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null ? Optional.empty() : Optional.of(format.decode(record.value()));
        } catch (SerializationException e) {
            LOG.warn(
                    "{}-{}@{}: not a {}, passed over ({})",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    kind,
                    e.toString());
            return Optional.empty();
        }
    }

    /** Assigns the partitions and gives the offsets of the first records written at that time or later, or of the end. */
    public static Map<TopicPartition, Long> offsetsAt(
            Consumer<?, ?> consumer, List<TopicPartition> partitions, long timestampMs) {
        consumer.assign(partitions);
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(p -> asked.put(p, timestampMs));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(p ->
                offsets.put(p, found.get(p) == null ? ends.get(p) : found.get(p).offset()));
        return offsets;
    }
}
