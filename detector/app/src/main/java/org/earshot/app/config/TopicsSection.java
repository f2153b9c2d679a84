package org.earshot.app.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Names of the topics, and how missing ones are made.
 *
 * @param audio chunks of sound, in
 * @param events sound events, out
 * @param tags clip tags, out
 * @param sourceStatus state of the sources, out
 * @param levels sound level of sources, minute by minute, out
 * @param deadLetters chunks that could not be used
 * @param reviews reviews of events from the live page
 * @param startWait how long a start waits for a Kafka that does not answer
 * @param partitions partitions of topics that are made
 * @param replication copies of topics that are made
 */
public record TopicsSection(
        String audio,
        String events,
        String tags,
        String sourceStatus,
        String levels,
        String deadLetters,
        String reviews,
        Duration startWait,
        int partitions,
        int replication) {
    public static final String AUDIO = "earshot.topic.audio";
    public static final String EVENTS = "earshot.topic.events";
    public static final String TAGS = "earshot.topic.tags";
    public static final String SOURCE_STATUS = "earshot.topic.source.status";
    public static final String LEVELS = "earshot.topic.levels";
    public static final String DEAD_LETTERS = "earshot.topic.dead.letters";
    public static final String REVIEWS = "earshot.topic.reviews";
    public static final String START_WAIT_MS = "earshot.start.wait.ms";
    public static final String PARTITIONS = "earshot.topics.partitions";
    public static final String REPLICATION = "earshot.topics.replication";

    static void define(KeyDefinitions keys) {
        keys.group("Topics");
        keys.topic(AUDIO, "earshot.audio", "Chunks of sound, in.");
        keys.topic(EVENTS, "earshot.events", "Sound events, out.");
        keys.topic(TAGS, "earshot.tags", "Clip tags, out, if enabled.");
        keys.topic(SOURCE_STATUS, "earshot.source-status", "State of the sources, out, compacted.");
        keys.topic(LEVELS, "earshot.levels", "Sound level of each source and minute, out, if measured.");
        keys.topic(DEAD_LETTERS, "earshot.dead-letters", "Chunks that could not be used, with the reason.");
        keys.topic(REVIEWS, "earshot.reviews", "Reviews of events from the live page, out.");
        keys.add(
                START_WAIT_MS,
                Type.LONG,
                60_000L,
                atLeast(0),
                "How long `run` waits for a Kafka that does not answer when it starts, as brokers that come up do. Then it ends.");
        keys.add(
                PARTITIONS,
                Type.INT,
                6,
                between(1, 10_000),
                "Partitions of topics that `--create-topics` makes; the most detectors that can share the work.");
        keys.add(
                REPLICATION,
                Type.INT,
                1,
                between(1, 100),
                "Copies of topics that `--create-topics` makes. Use 3 where there are three brokers.");
    }

    static TopicsSection of(KeyValues values) {
        return new TopicsSection(
                values.string(AUDIO),
                values.string(EVENTS),
                values.string(TAGS),
                values.string(SOURCE_STATUS),
                values.string(LEVELS),
                values.string(DEAD_LETTERS),
                values.string(REVIEWS),
                values.milliseconds(START_WAIT_MS),
                values.integer(PARTITIONS),
                values.integer(REPLICATION));
    }
}
