package org.earshot.edges.bridge;

/**
 * Kafka topics of the bridge.
 *
 * @param audio chunks, written
 * @param events event records, read
 * @param sourceStatus states of the sources, read
 */
public record BridgeTopics(String audio, String events, String sourceStatus) {}
