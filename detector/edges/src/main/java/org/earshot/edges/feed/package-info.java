/**
 * Sound into Kafka: files, folders, raw PCM, sound cards and URLs, cut into chunks and sent to the audio topic with every send
 * result checked. May import {@code audio} and {@code model}, the schemas, {@code log} and Kafka's clients; nothing of the
 * detection.
 */
package org.earshot.edges.feed;
