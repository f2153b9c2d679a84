package org.earshot.edges.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertEngine;
import org.earshot.edges.alert.rule.AlertJson;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.RangeReader;

/** What a rule file would have sent, from the events that the topic still holds. Sends and commits nothing. */
public final class DryRun {
    private final AlertConfig config;
    private final String eventsTopic;
    private final Map<String, Object> kafka;

    public DryRun(AlertConfig config, String eventsTopic, Map<String, Object> kafka) {
        this.config = config;
        this.eventsTopic = eventsTopic;
        this.kafka = new HashMap<>(kafka);
        this.kafka.remove(ConsumerConfig.GROUP_ID_CONFIG);
    }

    /** One line of JSON per alert, in the order of the records' writing, over the last {@code since}. */
    public List<String> alerts(Duration since) {
        record Written(Instant at, SoundEvent event) {}

        EventReader reader = new EventReader(kafka, eventsTopic);
        List<Written> events = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = EventReader.consumer(kafka)) {
            List<TopicPartition> partitions = consumer.partitionsFor(eventsTopic).stream()
                    .map(p -> new TopicPartition(eventsTopic, p.partition()))
                    .toList();
            long fromMs = Instant.now().minus(since).toEpochMilli();
            RangeReader.read(
                    consumer,
                    EventReader.offsetsAt(consumer, partitions, fromMs),
                    consumer.endOffsets(partitions),
                    record -> reader.decode(record.value(), eventsTopic + "@" + record.offset())
                            .ifPresent(e -> events.add(new Written(Instant.ofEpochMilli(record.timestamp()), e))));
        }
        events.sort(Comparator.comparing(Written::at));
        AlertEngine engine = new AlertEngine(config.rules());
        List<String> lines = new ArrayList<>();
        for (Written written : events) {
            for (Alert alert : engine.on(written.event, written.at)) {
                ObjectNode json = AlertJson.of(alert);
                alert.rule().sinks().forEach(json.putArray("would_send_to")::add);
                lines.add(new String(AlertJson.bytes(json), StandardCharsets.UTF_8));
            }
        }
        return lines;
    }
}
