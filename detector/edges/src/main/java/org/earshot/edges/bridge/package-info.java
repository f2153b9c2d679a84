/**
 * Between MQTT and Kafka: sound of small devices in, events and levels out to home automation. A client of the topics
 * like any other; of the detector it uses {@code audio} and {@code model} only.
 */
package org.earshot.edges.bridge;
