package org.earshot.app.health;

import java.util.Optional;

/** Asks Kafka for a sign of life. For one thread. */
interface KafkaProbe extends AutoCloseable {
    /**
     * Asks once, for some seconds at most.
     *
     * @return what is wrong, to follow "Kafka "; empty if nothing is
     */
    Optional<String> look() throws InterruptedException;

    @Override
    void close();
}
