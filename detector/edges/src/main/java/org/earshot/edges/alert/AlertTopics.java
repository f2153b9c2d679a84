package org.earshot.edges.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.alert.rule.AlertRule;
import org.earshot.streams.framing.KafkaErrors;
import org.earshot.streams.topology.Topics;

/**
 * Topics of the alert service.
 *
 * @param events event records, read
 * @param sourceStatus how sources are doing, read if there is a rule over sources
 * @param alerts log of the alerts that were sent, as JSON; written, and read again at start
 * @param deadLetters alerts that no attempt delivered, written with the record's key and bytes and reason headers
 */
public record AlertTopics(String events, String sourceStatus, String alerts, String deadLetters) {
    public static final AlertTopics DEFAULT =
            new AlertTopics("earshot.events", "earshot.source-status", "earshot.alerts", "earshot.dead-letters");

    private static final String MONTH_MS = "2592000000";

    /**
     * Creates the log of sent alerts, with one partition, if the cluster does not have it.
     *
     * @return whether it was created
     * @throws ConfigurationException if Kafka refuses
     */
    public boolean createLog(Admin admin) throws InterruptedException {
        NewTopic log = new NewTopic(alerts, Optional.of(1), Optional.empty())
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, MONTH_MS));
        try {
            return Topics.createUnlessThere(admin, List.of(log));
        } catch (ExecutionException e) {
            throw new ConfigurationException(
                    "topic " + alerts + ": " + e.getCause().getMessage() + "; create it, or check the credentials", e);
        }
    }

    /** The topics that these rules are about. */
    public List<String> read(List<AlertRule> rules) {
        List<String> read = new ArrayList<>();
        if (rules.stream().anyMatch(rule -> rule.condition().isEmpty())) {
            read.add(events);
        }
        if (rules.stream().anyMatch(rule -> rule.condition().isPresent())) {
            read.add(sourceStatus);
        }
        return read;
    }

    /** @throws ConfigurationException if a topic that the rules need is not there: an alert must not fail for it later */
    public void require(Admin admin, List<AlertRule> rules) throws InterruptedException {
        Set<String> missing = new TreeSet<>(read(rules));
        missing.addAll(List.of(alerts, deadLetters));
        try {
            missing.removeAll(admin.listTopics().names().get());
        } catch (ExecutionException e) {
            throw new ConfigurationException("Kafka " + KafkaErrors.why(e), e);
        }
        if (!missing.isEmpty()) {
            throw new ConfigurationException("Kafka has no topic " + String.join(", ", missing)
                    + "; --create-topics makes " + alerts + ", earshot run --create-topics the others");
        }
    }
}
