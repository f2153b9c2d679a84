package org.earshot.edges.alert.sink;

import org.earshot.edges.alert.rule.Alert;

/** Hands alerts to somebody. Each sink is used by one thread at a time. */
public interface AlertSink {
    /** Name that rules refer to. */
    String name();

    /**
     * Delivers the alert before it returns. May be called again with the same alert after a failure.
     *
     * @throws DeliveryException if it was not delivered
     */
    void send(Alert alert) throws DeliveryException, InterruptedException;
}
