package org.earshot.app.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.streams.StreamsConfig;
import org.earshot.app.config.Config;
import org.earshot.app.setup.DetectorSetup;
import org.earshot.streams.framing.KafkaErrors;
import org.earshot.streams.topology.EarshotTopology;
import org.earshot.streams.topology.Topics;

/**
 * What a detector's user must be allowed to do, and which of it the broker does not allow. Looks only: nothing is created,
 * read or written. A broker without an authorizer allows everything.
 */
public final class Permissions {
    /** One operation on one resource, or on all whose names begin so. */
    public record Need(AclOperation operation, ResourcePattern resource) {
        @Override
        public String toString() {
            return word(operation.name()) + " on "
                    + word(resource.resourceType().name()) + " " + resource.name()
                    + (resource.patternType() == PatternType.PREFIXED ? "*" : "");
        }

        private static String word(String name) {
            StringBuilder camel = new StringBuilder();
            for (String part : name.split("_")) {
                camel.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
            }
            return camel.toString();
        }
    }

    private final Admin admin;
    private final String application;

    private Permissions(Admin admin, String application) {
        this.admin = admin;
        this.application = application;
    }

    /** All that this configuration needs. */
    public static List<Need> of(Config config) {
        Topics topics = DetectorSetup.topics(config);
        String application = application(config);
        List<Need> needs = new ArrayList<>();
        needs.add(topic(AclOperation.READ, topics.audio()));
        if (config.http().pageEnabled()) {
            needs.add(topic(AclOperation.READ, topics.events()));
            needs.add(topic(AclOperation.READ, topics.sourceStatus()));
            needs.add(topic(AclOperation.READ, topics.levels()));
            needs.add(topic(AclOperation.READ, config.topics().reviews()));
            needs.add(topic(AclOperation.WRITE, config.topics().reviews()));
        }
        for (String written :
                List.of(topics.events(), topics.tags(), topics.sourceStatus(), topics.levels(), topics.deadLetters())) {
            needs.add(topic(AclOperation.WRITE, written));
        }
        for (AclOperation operation : List.of(AclOperation.CREATE, AclOperation.READ, AclOperation.WRITE)) {
            needs.add(prefixed(operation, ResourceType.TOPIC, application + "-"));
        }
        needs.add(
                new Need(AclOperation.READ, new ResourcePattern(ResourceType.GROUP, application, PatternType.LITERAL)));
        needs.add(prefixed(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, application + "-"));
        return needs;
    }

    /** Those that the broker does not grant; what cannot be asked without doing it counts as granted. */
    public static List<Need> missing(Admin admin, Config config) throws InterruptedException {
        return new Permissions(admin, application(config)).missing(of(config));
    }

    private List<Need> missing(List<Need> needs) throws InterruptedException {
        Map<String, Optional<Set<AclOperation>>> allowed = new LinkedHashMap<>();
        List<Need> missing = new ArrayList<>();
        for (Need need : needs) {
            if (!isGranted(need, allowed)) {
                missing.add(need);
            }
        }
        return missing;
    }

    private boolean isGranted(Need need, Map<String, Optional<Set<AclOperation>>> allowed) throws InterruptedException {
        boolean prefix = need.resource.patternType() == PatternType.PREFIXED;
        String name = need.resource.name();
        return switch (need.resource.resourceType()) {
            case GROUP ->
                isAllowed(admin.alterConsumerGroupOffsets(name, Map.of()).all());
            case TRANSACTIONAL_ID ->
                isAllowed(admin.describeTransactions(List.of(name + "doctor")).all());
            default -> {
                if (need.operation == AclOperation.CREATE) {
                    NewTopic probe = new NewTopic(name + "doctor", Optional.empty(), Optional.empty());
                    yield isAllowed(admin.createTopics(List.of(probe), new CreateTopicsOptions().validateOnly(true))
                            .all());
                }
                String topic = prefix ? application + "-" + EarshotTopology.STORE + "-changelog" : name;
                if (!allowed.containsKey(topic)) {
                    allowed.put(topic, operations(topic));
                }
                yield allowed.get(topic)
                        .map(may -> may.contains(need.operation))
                        .orElse(true);
            }
        };
    }

    /**
     * What this user may do with a topic; empty if there is no such topic, which a user who may not see it cannot
     * know.
     */
    private Optional<Set<AclOperation>> operations(String topic) throws InterruptedException {
        DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        try {
            TopicDescription described = admin.describeTopics(List.of(topic), options)
                    .topicNameValues()
                    .get(topic)
                    .get();
            return Optional.ofNullable(described.authorizedOperations());
        } catch (ExecutionException e) {
            return e.getCause() instanceof AuthorizationException ? Optional.of(Set.of()) : unlessRefused(e);
        }
    }

    /** Any answer but a lack of permission shows that the permission exists. */
    private static boolean isAllowed(KafkaFuture<?> asked) throws InterruptedException {
        try {
            asked.get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return false;
            }
            return unlessRefused(e).isEmpty();
        }
    }

    private static Optional<Set<AclOperation>> unlessRefused(ExecutionException e) {
        if (KafkaErrors.isFinal(e)) {
            throw new KafkaException(e.getCause());
        }
        return Optional.empty();
    }

    private static Need topic(AclOperation operation, String name) {
        return new Need(operation, new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL));
    }

    private static Need prefixed(AclOperation operation, ResourceType type, String prefix) {
        return new Need(operation, new ResourcePattern(type, prefix, PatternType.PREFIXED));
    }

    private static String application(Config config) {
        return DetectorSetup.properties(config).getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
    }
}
