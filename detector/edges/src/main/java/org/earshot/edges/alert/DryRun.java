package org.earshot.edges.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertJson;

/** What a rule file would have sent, from the records that the topics still hold. Sends and commits nothing. */
public final class DryRun {
    private final AlertConfig config;
    private final AlertTopics topics;
    private final Map<String, Object> kafka;

    public DryRun(AlertConfig config, AlertTopics topics, Map<String, Object> kafka) {
        this.config = config;
        this.topics = topics;
        this.kafka = new HashMap<>(kafka);
        this.kafka.remove(ConsumerConfig.GROUP_ID_CONFIG);
        // To look must not create what is looked for.
        this.kafka.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    }

    /**
     * One line of JSON per alert, in the order of the records' writing, over the last {@code since}.
     *
     * @param lines gets them
     * @throws ConfigurationException if a topic that the rules need is not there
     */
    public void alerts(Duration since, java.util.function.Consumer<String> lines) {
        RuleBook rules = new RuleBook(config.rules(), topics, kafka);
        Instant now = Instant.now();
        try (Consumer<byte[], byte[]> consumer = RecordReader.consumer(kafka)) {
            List<TopicPartition> partitions = rules.needed().stream()
                    .flatMap(topic -> partitionsOf(topic, consumer).stream())
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            RecordMerge.read(
                    consumer,
                    RecordReader.offsetsAt(
                            consumer, partitions, now.minus(since).toEpochMilli()),
                    consumer.endOffsets(partitions),
                    record -> rules.on(record).forEach(alert -> lines.accept(line(alert))));
        }
        rules.due(now).forEach(fired -> lines.accept(line(fired.alert())));
    }

    private static List<PartitionInfo> partitionsOf(String topic, Consumer<?, ?> consumer) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        if (partitions.isEmpty()) {
            throw new ConfigurationException("topic " + topic + " is not there; name the one that has the records");
        }
        return partitions;
    }

    private static String line(Alert alert) {
        ObjectNode json = AlertJson.of(alert);
        alert.rule().sinks().forEach(json.putArray("would_send_to")::add);
        return new String(AlertJson.bytes(json), StandardCharsets.UTF_8);
    }
}
