package org.earshot.edges.alert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertJson;
import org.earshot.edges.alert.rule.SentAlert;
import org.earshot.streams.framing.RangeReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic on which it is noted, as JSON, when a sink is done with an alert. Stateless. */
final class SentAlertLog {
    private static final Logger LOG = LoggerFactory.getLogger(SentAlertLog.class);

    /** Read in any case: after a long stop the alerts that were under way are older than any span of time. */
    private static final long LATEST = 10_000;

    private SentAlertLog() {}

    static ProducerRecord<byte[], byte[]> record(String topic, Alert alert, String sink, boolean delivered) {
        return new ProducerRecord<>(
                topic,
                alert.subject().sourceId().getBytes(StandardCharsets.UTF_8),
                AlertJson.bytes(AlertJson.note(alert, sink, delivered)));
    }

    /** Takes the alerts, those of one partition in the order in which they were noted. */
    interface Visitor {
        /** One that was noted lately: some of its sinks may lack it. */
        void recent(SentAlert sent);

        /** One that was noted before: its sinks are done with it. */
        void older(SentAlert sent);
    }

    /**
     * Reads the alerts that were noted since some time.
     *
     * @param consumer of no group; gets other partitions assigned
     * @param from of the older ones
     * @param recent of the recent ones, to which the latest {@value #LATEST} of each partition belong in any case
     */
    static void read(Consumer<byte[], byte[]> consumer, String topic, Instant from, Instant recent, Visitor visitor) {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        List<TopicPartition> partitions = (found == null ? List.<PartitionInfo>of() : found)
                .stream().map(p -> new TopicPartition(topic, p.partition())).toList();
        Map<TopicPartition, Long> oldest = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> latest = RecordReader.offsetsAt(consumer, partitions, recent.toEpochMilli());
        latest.replaceAll((p, offset) -> Math.max(oldest.get(p), Math.min(offset, end.get(p) - LATEST)));
        Map<TopicPartition, Long> begin = RecordReader.offsetsAt(consumer, partitions, from.toEpochMilli());
        begin.replaceAll((p, offset) -> Math.min(offset, latest.get(p)));
        RangeReader.read(consumer, begin, end, record -> {
            try {
                SentAlert sent = AlertJson.sentAlert(record.value(), Instant.ofEpochMilli(record.timestamp()));
                if (record.offset() >= latest.get(new TopicPartition(topic, record.partition()))) {
                    visitor.recent(sent);
                } else {
                    visitor.older(sent);
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("{}@{}: not an alert, passed over ({})", topic, record.offset(), e.toString());
            }
        });
    }
}
