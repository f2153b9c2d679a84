package org.earshot.app.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.earshot.streams.framing.KafkaErrors;

/**
 * Asks for the topics that a detector needs: all must be there, and each partition needs a leader. Gives up after {@value
 * #PATIENCE_MS} ms, whatever patience the clients have otherwise.
 */
final class TopicsProbe implements KafkaProbe {
    private static final int PATIENCE_MS = 4_000;
    private static final int REQUEST_MS = 3_000;
    private static final int NAMED = 3;

    private final Admin admin;
    private final Set<String> needed;
    private final String changelog;
    private Set<String> missedBefore = Set.of();

    /**
     * @param client settings of the clients
     * @param needed topics without which nothing works
     * @param changelog topic that Kafka Streams makes at the first start; needed once it was seen
     */
    TopicsProbe(Map<String, Object> client, Collection<String> needed, String changelog) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
        settings.put(AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, REQUEST_MS);
        settings.put(AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, REQUEST_MS);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        this.admin = Admin.create(settings);
        this.needed = new TreeSet<>(needed);
        this.changelog = changelog;
    }

    @Override
    public Optional<String> look() throws InterruptedException {
        Set<String> missing = new TreeSet<>();
        List<String> leaderless = new ArrayList<>();
        Set<String> asked = new TreeSet<>(needed);
        asked.add(changelog);
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(asked).topicNameValues().entrySet()) {
            try {
                leaderless.addAll(leaderless(topic.getValue().get()));
                needed.add(topic.getKey());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    if (needed.contains(topic.getKey())) {
                        missing.add(topic.getKey());
                    }
                } else if (e.getCause() instanceof TimeoutException) {
                    return Optional.of("does not answer");
                } else if (!(e.getCause() instanceof AuthorizationException)) {
                    // One that may not be seen may be there: the detector itself gets an error if it lacks the right.
                    return Optional.of(KafkaErrors.why(e));
                }
            }
        }
        // A topic that was made a moment ago is not known to every broker yet: only the second miss counts.
        List<String> gone = missing.stream().filter(missedBefore::contains).toList();
        missedBefore = missing;
        if (!gone.isEmpty()) {
            return Optional.of("has no topic " + named(gone)
                    + " any more; make it again (earshot run --create-topics; the changelog comes with a restart)");
        }
        return leaderless.isEmpty()
                ? Optional.empty()
                : Optional.of("has no leader for " + named(leaderless) + "; look after its brokers");
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    private static List<String> leaderless(TopicDescription topic) {
        List<String> found = new ArrayList<>();
        for (TopicPartitionInfo partition : topic.partitions()) {
            Node leader = partition.leader();
            if (leader == null || leader.isEmpty()) {
                found.add(topic.name() + "-" + partition.partition());
            }
        }
        return found;
    }

    private static String named(List<String> names) {
        return names.size() <= NAMED
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
    }
}
