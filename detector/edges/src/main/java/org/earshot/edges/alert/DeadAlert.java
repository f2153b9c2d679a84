package org.earshot.edges.alert;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An alert that was given up, as a dead letter: the event's key and bytes, and the headers that every dead letter of Earshot has,
 * with the rule and the sink besides.
 */
final class DeadAlert {
    static final String REASON = "alert_not_delivered";

    private static final String HEADER = "earshot.dead-letter.";
    private static final int MAX_DETAIL_CHARS = 500;

    private DeadAlert() {}

    static ProducerRecord<byte[], byte[]> record(String topic, PendingDelivery.Outcome outcome) {
        PendingDelivery delivery = outcome.delivery();
        ConsumerRecord<byte[], byte[]> event = delivery.record();
        String why = outcome.failure();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, event.key(), event.value());
        header(record, "reason", REASON);
        header(record, "detail", why.length() <= MAX_DETAIL_CHARS ? why : why.substring(0, MAX_DETAIL_CHARS));
        header(record, "topic", event.topic());
        header(record, "partition", Integer.toString(event.partition()));
        header(record, "offset", Long.toString(event.offset()));
        header(record, "rule", delivery.alert().rule().name());
        header(record, "sink", delivery.sink());
        return record;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(HEADER + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
