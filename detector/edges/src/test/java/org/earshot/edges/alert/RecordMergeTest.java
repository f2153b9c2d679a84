package org.earshot.edges.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordMergeTest {
    private static final TopicPartition LEFT = new TopicPartition("t", 0);
    private static final TopicPartition RIGHT = new TopicPartition("t", 1);
    private static final TopicPartition EMPTY = new TopicPartition("t", 2);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<Long> times = new ArrayList<>();

    private void add(TopicPartition partition, long... timestamps) {
        for (int offset = 0; offset < timestamps.length; offset++) {
            consumer.addRecord(new ConsumerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    offset,
                    timestamps[offset],
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    null,
                    null,
                    new RecordHeaders(),
                    Optional.empty()));
        }
    }

    @Test
    void shouldReadPartitionsSideBySideInTheOrderOfWriting() {
        consumer.setMaxPollRecords(2);
        consumer.schedulePollTask(() -> {
            add(LEFT, 1, 2, 3, 10, 11, 99);
            add(RIGHT, 0, 4, 5, 6, 12);
        });

        RecordMerge.read(
                consumer,
                Map.of(LEFT, 0L, RIGHT, 1L, EMPTY, 7L),
                Map.of(LEFT, 5L, RIGHT, 5L, EMPTY, 7L),
                record -> times.add(record.timestamp()));

        assertThat(times).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 10L, 11L, 12L);
    }
}
