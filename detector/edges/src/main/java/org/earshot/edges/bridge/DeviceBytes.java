package org.earshot.edges.bridge;

/**
 * A message as MQTT delivers it.
 *
 * @param retained true if it was kept by the broker for those who come later
 * @param acknowledge acknowledges the message to the broker, which would otherwise deliver it again
 */
record DeviceBytes(String topic, byte[] payload, boolean retained, Runnable acknowledge) {}
