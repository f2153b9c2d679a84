package org.earshot.edges.alert;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.earshot.edges.alert.rule.Alert;

/**
 * An alert on its way to one sink.
 *
 * @param alert to be delivered
 * @param sink that is to get it
 * @param record that made its rule fire
 * @param partition that the record is of
 * @param sinceNanos {@link System#nanoTime()} when it was queued
 */
record PendingDelivery(
        Alert alert, String sink, ConsumerRecord<byte[], byte[]> record, PartitionProgress partition, long sinceNanos) {

    /**
     * How it ended.
     *
     * @param delivery that ended
     * @param failure why it was given up; null if the sink has the alert
     * @param kept whether a dead letter keeps what was given up
     */
    record Outcome(PendingDelivery delivery, String failure, boolean kept) {
        boolean isDelivered() {
            return failure == null;
        }

        Outcome asKept() {
            return new Outcome(delivery, failure, true);
        }
    }

    Outcome delivered() {
        return new Outcome(this, null, false);
    }

    Outcome givenUp(String why) {
        return new Outcome(this, why, false);
    }
}
