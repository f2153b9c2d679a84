package org.earshot.detector.app.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.earshot.detector.wire.RecordFormat;
import org.earshot.detector.wire.SchemaRegistry;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceStatus;

/**
 * Follows the topics of events and of source statuses and hands on what is new, a few times a second. Begins with the
 * last day of events and all statuses.
 *
 * <p>{@link #follow} belongs to one thread; the rest may be called from any.
 */
final class EventFeed {
    private static final Duration PAST = Duration.ofHours(24);
    private static final Duration PACE = Duration.ofMillis(250);
    private static final Duration HEAT_PACE = Duration.ofSeconds(5);

    private final PageSettings settings;
    private final EventHistory history;
    private final PageClients clients;
    private final Consumer<SoundEvent> onEvent;
    private final Map<String, SourceStatus> statuses = new ConcurrentHashMap<>();
    private final RecordFormat<SoundEvent> eventFormat;
    private final RecordFormat<SourceStatus> statusFormat;

    /** @param onEvent told of each new record, on the thread of {@link #follow} */
    EventFeed(PageSettings settings, EventHistory history, PageClients clients, Consumer<SoundEvent> onEvent) {
        this.settings = settings;
        this.history = history;
        this.clients = clients;
        this.onEvent = onEvent;
        Optional<SchemaRegistry> registry = SchemaRegistry.of(settings.kafka());
        this.eventFormat =
                RecordFormat.of(new SoundEvent(), registry, settings.topics().events());
        this.statusFormat =
                RecordFormat.of(new SourceStatus(), registry, settings.topics().sourceStatus());
    }

    /** The newest status of every source. */
    Collection<SourceStatus> statuses() {
        return List.copyOf(statuses.values());
    }

    /** Works until it is asked to stop. */
    void follow(PageThread.Stop stop) {
        String events = settings.topics().events();
        String status = settings.topics().sourceStatus();
        try (var consumer = TopicReader.open(settings.kafka())) {
            List<TopicPartition> eventPartitions = TopicReader.partitions(consumer, events);
            List<TopicPartition> statusPartitions = TopicReader.partitions(consumer, status);
            List<TopicPartition> all = new ArrayList<>(eventPartitions);
            all.addAll(statusPartitions);
            consumer.assign(all);
            consumer.seekToBeginning(statusPartitions);
            TopicReader.seekTo(
                    consumer, eventPartitions, Instant.now().minus(PAST).toEpochMilli());
            Instant heatTold = Instant.EPOCH;
            while (!stop.isAsked()) {
                handOn(consumer.poll(PACE));
                if (Duration.between(heatTold, Instant.now()).compareTo(HEAT_PACE) > 0) {
                    heatTold = Instant.now();
                    clients.tellAll("heat", history.heat(heatTold));
                }
            }
        }
    }

    private void handOn(ConsumerRecords<byte[], byte[]> records) {
        List<SoundEvent> events = new ArrayList<>();
        Map<String, SourceStatus> changed = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() == null) {
                continue;
            }
            try {
                if (record.topic().equals(settings.topics().events())) {
                    events.add(eventFormat.decode(record.value()));
                } else {
                    SourceStatus status = statusFormat.decode(record.value());
                    statuses.put(status.getSourceId(), status);
                    changed.put(status.getSourceId(), status);
                }
            } catch (SerializationException e) {
                // Somebody else's record on the topic; the page shows what it can read.
                continue;
            }
        }
        if (!changed.isEmpty()) {
            clients.tellAll("sources", PageJson.sources(changed.values()));
        }
        events.forEach(history::add);
        if (!events.isEmpty()) {
            clients.tellAll("events", PageJson.events(events));
            events.forEach(onEvent);
        }
    }
}
