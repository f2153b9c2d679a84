package org.earshot.app.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows one topic from some time ago on, and hands on each record with its value. A topic that is not there, or is made again, is
 * looked for once a minute. For one thread.
 *
 * @param past how far back it begins
 * @param receiver gets records that have a value, in the order of each partition
 */
record TopicFollower(
        Map<String, Object> kafka,
        String topic,
        Duration past,
        java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> receiver) {
    private static final Duration PACE = Duration.ofMillis(250);
    private static final Duration PARTITIONS_PACE = Duration.ofMinutes(1);

    /** Works until it is asked to stop. */
    void follow(PageThread.Stop stop) throws InterruptedException {
        try (Consumer<byte[], byte[]> consumer = TopicReader.open(kafka)) {
            List<TopicPartition> partitions = TopicReader.partitions(consumer, topic);
            if (partitions.isEmpty()) {
                stop.pause(PARTITIONS_PACE.toMillis());
                return;
            }
            consumer.assign(partitions);
            TopicReader.seekTo(consumer, partitions, Instant.now().minus(past).toEpochMilli());
            Every look = new Every(PARTITIONS_PACE);
            while (!stop.isAsked()) {
                if (look.isDue()
                        && !Set.copyOf(partitions).equals(Set.copyOf(TopicReader.partitions(consumer, topic)))) {
                    // Work that returns is begun again.
                    return;
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PACE)) {
                    if (record.value() != null) {
                        receiver.accept(record);
                    }
                }
            }
        }
    }
}
