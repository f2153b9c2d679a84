package org.earshot.streams.topology;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.earshot.core.model.ConfigurationException;
import org.earshot.streams.framing.KafkaErrors;

/**
 * The names of the topics that a detector reads and writes.
 *
 * <p>Immutable.
 *
 * @param audio chunks of sound, read
 * @param events sound events, written
 * @param tags clip tags, written if asked for
 * @param sourceStatus how each source is doing, compacted, written
 * @param levels sound level of each source and minute, written if measured
 * @param deadLetters records that could not be used, written
 */
public record Topics(String audio, String events, String tags, String sourceStatus, String levels, String deadLetters) {
    /** The default names. */
    public static final Topics DEFAULT = new Topics(
            "earshot.audio",
            "earshot.events",
            "earshot.tags",
            "earshot.source-status",
            "earshot.levels",
            "earshot.dead-letters");

    private static final Duration MOST_WAIT = Duration.ofSeconds(30);
    private static final String UNCOMPRESSED = "uncompressed";
    private static final String DAY_MS = "86400000";
    /** Thirty days, which complaints about noise ask for. */
    private static final String MONTH_MS = "2592000000";
    /** The detector writes with zstd, which not every client library reads; gzip they all do. */
    private static final Map<String, String> FOR_EVERY_CLIENT = Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, "gzip");

    public Topics {
        for (String name : List.of(audio, events, tags, sourceStatus, levels, deadLetters)) {
            if (name.isBlank()) {
                throw new ConfigurationException("topics: a name is blank; give each topic a name");
            }
        }
    }

    /** The same with the chunks of another topic. */
    public Topics withAudio(String other) {
        return new Topics(other, events, tags, sourceStatus, levels, deadLetters);
    }

    /** The same with another topic of events. */
    public Topics withEvents(String other) {
        return new Topics(audio, other, tags, sourceStatus, levels, deadLetters);
    }

    /** All names. */
    public List<String> names() {
        return List.of(audio, events, tags, sourceStatus, levels, deadLetters);
    }

    /**
     * How each topic is to be created.
     *
     * <p>Audio carries the broker's time of arrival, so that the skew of a sender's clock shows and no clock is refused. It is kept
     * uncompressed: the broker then holds what a sender compressed against its limit as what it unpacks to, and nobody can fill
     * the memory of a detector with a few bytes.
     *
     * @param partitions of every topic, at least 1
     * @param replication copies of each partition, or empty for the broker's default
     */
    public List<NewTopic> definitions(int partitions, Optional<Short> replication) {
        return List.of(
                topic(audio, partitions, replication)
                        .configs(Map.of(
                                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                                "LogAppendTime",
                                TopicConfig.RETENTION_MS_CONFIG,
                                DAY_MS,
                                TopicConfig.COMPRESSION_TYPE_CONFIG,
                                UNCOMPRESSED)),
                topic(events, partitions, replication).configs(FOR_EVERY_CLIENT),
                topic(tags, partitions, replication).configs(FOR_EVERY_CLIENT),
                topic(sourceStatus, partitions, replication)
                        .configs(Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_COMPACT,
                                TopicConfig.COMPRESSION_TYPE_CONFIG,
                                "gzip")),
                topic(levels, partitions, replication)
                        .configs(Map.of(
                                TopicConfig.RETENTION_MS_CONFIG,
                                MONTH_MS,
                                TopicConfig.COMPRESSION_TYPE_CONFIG,
                                "gzip")),
                topic(deadLetters, partitions, replication)
                        .configs(Map.of(
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(DeadLetter.REQUEST_BYTES))));
    }

    /**
     * Names of the topics that the cluster does not have, in alphabetical order.
     *
     * @throws ConfigurationException if Kafka cannot be reached or does not let this user see one of them
     */
    public Set<String> missing(Admin admin) throws InterruptedException {
        Set<String> missing = new TreeSet<>();
        for (var topic : admin.describeTopics(names()).topicNameValues().entrySet()) {
            try {
                topic.getValue().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e.getCause() instanceof TopicAuthorizationException
                            ? unreachable(
                                    new ExecutionException(new TopicAuthorizationException(Set.of(topic.getKey()))))
                            : unreachable(e);
                }
                missing.add(topic.getKey());
            }
        }
        return missing;
    }

    /**
     * What the audio topic should be and is not, and what to do; empty if it is well.
     *
     * @throws ConfigurationException if Kafka cannot be reached or does not show this user
     */
    public Optional<String> adviceForAudio(Admin admin) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, audio);
        try {
            ConfigEntry compression = admin.describeConfigs(List.of(resource))
                    .values()
                    .get(resource)
                    .get()
                    .get(TopicConfig.COMPRESSION_TYPE_CONFIG);
            return compression == null || UNCOMPRESSED.equals(compression.value())
                    ? Optional.empty()
                    : Optional.of(audio + " has " + compression.name() + "=" + compression.value()
                            + ", with which a few bytes of a sender may fill a detector's memory;"
                            + " kafka-configs.sh --alter --entity-type topics --entity-name " + audio + " --add-config "
                            + compression.name() + "=" + UNCOMPRESSED + " mends it");
        } catch (ExecutionException e) {
            throw unreachable(e);
        }
    }

    /**
     * Creates the topics that the cluster does not have, and waits until its brokers know of them, which is a little after its
     * controller does; half a minute at most.
     *
     * @return the names of those created
     */
    public Set<String> create(Admin admin, int partitions, Optional<Short> replication) throws InterruptedException {
        Set<String> missing = missing(admin);
        Collection<NewTopic> wanted = definitions(partitions, replication).stream()
                .filter(topic -> missing.contains(topic.name()))
                .toList();
        try {
            createUnlessThere(admin, wanted);
        } catch (ExecutionException e) {
            throw unreachable(e);
        }
        long start = System.nanoTime();
        while (!wanted.isEmpty() && !missing(admin).isEmpty() && System.nanoTime() - start < MOST_WAIT.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return missing;
    }

    /**
     * Creates topics, of which another process may make one at the same time.
     *
     * @return false if one of them was there already
     * @throws ExecutionException with what Kafka says, if it refuses
     */
    public static boolean createUnlessThere(Admin admin, Collection<NewTopic> topics)
            throws ExecutionException, InterruptedException {
        try {
            admin.createTopics(topics).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    private static NewTopic topic(String name, int partitions, Optional<Short> replication) {
        return new NewTopic(name, Optional.of(partitions), replication);
    }

    private static ConfigurationException unreachable(ExecutionException e) {
        return new ConfigurationException("Kafka " + KafkaErrors.why(e), e.getCause());
    }
}
