package org.earshot.streams.framing;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Consumers of records as bytes. All of them see committed records only and commit nothing by themselves.
 *
 * <p>Stateless; a consumer is for one thread.
 */
public final class RecordConsumer {
    private RecordConsumer() {}

    /**
     * A consumer in the group that the settings name, if they name one. Where the group has no offset it begins with new
     * records, unless the settings say otherwise.
     */
    public static KafkaConsumer<byte[], byte[]> of(Map<String, ?> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        return open(settings);
    }

    /** A consumer without a group that is assigned its partitions, and begins with their oldest records unless it seeks. */
    public static KafkaConsumer<byte[], byte[]> fromOldest(Map<String, ?> client) {
        return withoutGroup(client, "earliest");
    }

    /** A consumer without a group that is assigned its partitions, and begins with new records unless it seeks. */
    public static KafkaConsumer<byte[], byte[]> fromNewest(Map<String, ?> client) {
        return withoutGroup(client, "latest");
    }

    /** To look at a topic must not create it. */
    private static KafkaConsumer<byte[], byte[]> withoutGroup(Map<String, ?> client, String start) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, start);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return open(settings);
    }

    private static KafkaConsumer<byte[], byte[]> open(Map<String, Object> settings) {
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
