package org.earshot.app.page;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.framing.RecordFormat;
import org.earshot.streams.framing.SchemaRegistry;

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
    /** Topics may be made again, with more partitions or fewer. */
    private static final Duration PARTITIONS_PACE = Duration.ofMinutes(1);
    /** With a fleet that is larger than a browser is shown, choosing costs a pass over all. */
    private static final Duration SOURCES_PACE = Duration.ofSeconds(1);

    private final PageSettings settings;
    private final EventHistory history;
    private final PageClients clients;
    private final Consumer<SoundEvent> onEvent;
    private final SourceList sources = new SourceList();
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

    /** The newest status of the sources. */
    SourceList sources() {
        return sources;
    }

    /** Works until it is asked to stop. */
    void follow(PageThread.Stop stop) {
        String events = settings.topics().events();
        String status = settings.topics().sourceStatus();
        try (var consumer = TopicReader.open(settings.kafka())) {
            List<TopicPartition> eventPartitions = TopicReader.partitions(consumer, events);
            List<TopicPartition> statusPartitions = TopicReader.partitions(consumer, status);
            List<TopicPartition> all = TopicReader.partitions(consumer, events, status);
            consumer.assign(all);
            consumer.seekToBeginning(statusPartitions);
            TopicReader.seekTo(
                    consumer, eventPartitions, Instant.now().minus(PAST).toEpochMilli());
            Every partitions = new Every(PARTITIONS_PACE);
            Every heat = new Every(HEAT_PACE);
            Every changes = new Every(SOURCES_PACE);
            while (!stop.isAsked()) {
                if (partitions.isDue()
                        && !Set.copyOf(all).equals(Set.copyOf(TopicReader.partitions(consumer, events, status)))) {
                    // Work that returns is begun again.
                    return;
                }
                handOn(consumer.poll(PACE));
                if (sources.hasChanged() && changes.isDue()) {
                    clients.tellAll("sources", PageJson.sources(sources.changes(clients.watched())));
                }
                if (heat.isDue()) {
                    clients.tellAll("heat", history.heat(Instant.now()));
                }
            }
        }
    }

    private void handOn(ConsumerRecords<byte[], byte[]> records) {
        List<SoundEvent> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            boolean event = record.topic().equals(settings.topics().events());
            if (record.value() == null) {
                if (!event && record.key() != null) {
                    sources.remove(new String(record.key(), StandardCharsets.UTF_8));
                }
                continue;
            }
            try {
                if (event) {
                    events.add(eventFormat.decode(record.value()));
                } else {
                    sources.put(SourceRow.of(statusFormat.decode(record.value())));
                }
            } catch (SerializationException e) {
                // Somebody else's record on the topic; the page shows what it can read.
                continue;
            }
        }
        events.forEach(history::add);
        if (!events.isEmpty()) {
            clients.tellAll("events", PageJson.events(events));
            events.forEach(onEvent);
        }
    }
}
