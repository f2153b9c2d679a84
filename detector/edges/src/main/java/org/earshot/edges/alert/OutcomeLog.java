package org.earshot.edges.alert;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.earshot.edges.alert.PendingDelivery.Outcome;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.SentAlert;

/**
 * Notes in Kafka what became of alerts, and settles each once that is written. Sinks add to it from their own threads; all else
 * belongs to the thread of the service.
 */
final class OutcomeLog {
    private final AlertTopics topics;
    private final SettledAlerts settled;
    private final Queue<Outcome> ended = new ConcurrentLinkedQueue<>();
    private final Queue<Outcome> noted = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Exception> unwritable = new AtomicReference<>();

    OutcomeLog(AlertTopics topics, SettledAlerts settled) {
        this.topics = topics;
        this.settled = settled;
    }

    /** Takes what became of a delivery; from any thread. */
    void add(Outcome outcome) {
        ended.add(outcome);
    }

    /** Writes what became of alerts, a dead letter before the note of it, and takes note of what is written. */
    void write(Producer<byte[], byte[]> producer) {
        for (Outcome outcome = ended.poll(); outcome != null; outcome = ended.poll()) {
            Outcome written = outcome;
            if (outcome.isDelivered() || outcome.kept()) {
                Alert alert = outcome.delivery().alert();
                producer.send(
                        SentAlertLog.record(
                                topics.alerts(), alert, outcome.delivery().sink(), outcome.isDelivered()),
                        (at, error) -> written(error, noted, written));
            } else {
                producer.send(
                        DeadAlert.record(topics.deadLetters(), outcome),
                        (at, error) -> written(error, ended, written.asKept()));
            }
        }
        for (Outcome outcome = noted.poll(); outcome != null; outcome = noted.poll()) {
            PendingDelivery delivery = outcome.delivery();
            settled.add(SentAlert.of(delivery.alert(), delivery.sink()));
            delivery.partition().settle(delivery);
        }
        if (unwritable.get() != null) {
            throw new IllegalStateException(
                    "alerts: cannot write to " + topics.alerts() + " or " + topics.deadLetters() + ": "
                            + unwritable.get(),
                    unwritable.get());
        }
    }

    private void written(Exception error, Queue<Outcome> next, Outcome outcome) {
        if (error == null) {
            next.add(outcome);
        } else {
            unwritable.compareAndSet(null, error);
        }
    }

    /** All that has ended is noted before this returns. */
    void writeAll(Producer<byte[], byte[]> producer) {
        do {
            write(producer);
            producer.flush();
        } while (!ended.isEmpty() || !noted.isEmpty());
    }
}
