package org.earshot.edges.bridge;

import java.util.concurrent.CompletableFuture;

/** Where messages to home automation go. */
interface MqttOutput {
    /** Names it in logs. */
    String name();

    /**
     * Sends a message, now or once the broker is back.
     *
     * @return completes when the broker has taken it; fails with {@link
     *     com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException} if it refuses this one
     */
    CompletableFuture<?> publish(String topic, byte[] payload, boolean retain);
}
