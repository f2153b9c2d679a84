package org.earshot.edges.bridge;

/**
 * A message as MQTT delivers it.
 *
 * @param retained true if it was kept by the broker for those who come later
 * @param acknowledge tells the broker that the message is cared for; until then it would come again
 */
record DeviceBytes(String topic, byte[] payload, boolean retained, Runnable acknowledge) {}
