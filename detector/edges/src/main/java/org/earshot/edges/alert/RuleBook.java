package org.earshot.edges.alert;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertEngine;
import org.earshot.edges.alert.rule.AlertRule;
import org.earshot.edges.alert.rule.BoundedMap;
import org.earshot.edges.alert.rule.SentAlert;
import org.earshot.edges.alert.rule.SourceEngine;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceStatus;

/**
 * The rules over events and the rules over sources, each applied to the records of its topic. For one thread.
 *
 * <p>What must be remembered over a restart is rebuilt in this order: {@link #forget()}, {@link #remember} and {@link
 * #rememberDone}, {@link #observe}, {@link #rebuilt}.
 */
final class RuleBook {
    /** An event goes on for a while after its first record, whatever the rules remember. */
    private static final Duration LEAST_MEMORY = Duration.ofHours(1);

    private static final int MOST_SOURCES = 2 * SourceEngine.REMEMBERED_SOURCES;

    /**
     * An alert, and the record that it is of.
     *
     * @param record the last one of its source, if the alert came with the passing of time
     */
    record Fired(Alert alert, ConsumerRecord<byte[], byte[]> record) {}

    private final List<AlertRule> rules;
    private final AlertTopics topics;
    private final RecordReader<SoundEvent> events;
    private final RecordReader<SourceStatus> statuses;
    /** Of sources in trouble only; of more than the rules remember, the one whose trouble began first is forgotten. */
    private final Map<String, ConsumerRecord<byte[], byte[]>> lastOfSource = new BoundedMap<>(MOST_SOURCES);

    private AlertEngine overEvents;
    private SourceEngine overSources;

    /** @param kafka client settings, which may name a schema registry */
    RuleBook(List<AlertRule> rules, AlertTopics topics, Map<String, Object> kafka) {
        this.rules = List.copyOf(rules);
        this.topics = topics;
        this.events = new RecordReader<>(new SoundEvent(), kafka, topics.events());
        this.statuses = new RecordReader<>(new SourceStatus(), kafka, topics.sourceStatus());
        forget();
    }

    /** The topics that the rules need. */
    List<String> needed() {
        return topics.read(rules);
    }

    /** The alerts that this record sets off. */
    List<Alert> on(ConsumerRecord<byte[], byte[]> record) {
        Instant written = Instant.ofEpochMilli(record.timestamp());
        if (record.topic().equals(topics.events())) {
            return events.decode(record)
                    .map(event -> overEvents.on(event, written))
                    .orElse(List.of());
        }
        return statuses.decode(record)
                .map(status -> {
                    List<Alert> alerts = overSources.on(status, written);
                    keep(status, record);
                    return alerts;
                })
                .orElse(List.of());
    }

    /** The alerts that the passing of time sets off. */
    List<Fired> due(Instant now) {
        List<Fired> fired = new ArrayList<>();
        for (Alert alert : overSources.due(now)) {
            ConsumerRecord<byte[], byte[]> last =
                    lastOfSource.get(alert.subject().sourceId());
            if (last != null) {
                fired.add(new Fired(alert, last));
            }
        }
        return fired;
    }

    /** Begins anew. */
    void forget() {
        overEvents = new AlertEngine(rules);
        overSources = new SourceEngine(rules);
        lastOfSource.clear();
    }

    /** Takes note of an alert that was sent before. */
    void remember(SentAlert sent) {
        overEvents.remember(sent);
        overSources.remember(sent);
    }

    /** The same of an alert with which all of its sinks were done long ago. */
    void rememberDone(SentAlert sent) {
        overSources.rememberDone(sent);
    }

    /** Takes note of a record that was dealt with before. */
    void observe(ConsumerRecord<byte[], byte[]> record) {
        Instant written = Instant.ofEpochMilli(record.timestamp());
        if (record.topic().equals(topics.events())) {
            events.decode(record).ifPresent(event -> overEvents.observe(event, written));
        } else if (record.value() == null && record.key() != null) {
            overSources.observeForgotten(new String(record.key(), StandardCharsets.UTF_8), written);
        } else {
            statuses.decode(record).ifPresent(status -> {
                overSources.observe(status, written);
                keep(status, record);
            });
        }
    }

    /**
     * All that was before is remembered and observed.
     *
     * @param since when the alerts begin that were remembered
     */
    void rebuilt(Instant since) {
        overSources.rebuilt(since);
    }

    /** How far back records of events can bear on the next decision. */
    Duration memoryOfEvents() {
        return longer(overEvents.memory(), LEAST_MEMORY);
    }

    /** How far back records of sources can: far longer, but of each source their topic keeps little. */
    Duration memoryOfSources() {
        return longer(overSources.memory(), LEAST_MEMORY);
    }

    /** How far back all of them must be read. */
    Duration memoryOfStates() {
        return longer(overSources.memoryOfRepeated(), LEAST_MEMORY);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private void keep(SourceStatus status, ConsumerRecord<byte[], byte[]> record) {
        if (overSources.isOpen(status.getSourceId())) {
            lastOfSource.put(status.getSourceId(), record);
        } else {
            lastOfSource.remove(status.getSourceId());
        }
    }
}
