package org.earshot.app.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.framing.RecordConsumer;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.Topics;

/**
 * Reads what the detector writes, committed records only: events as they end, and which sources have come to their end.
 * For one thread.
 */
final class EventWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final Map<String, Microphone> microphones;
    private final SendLog log;
    private final SingleObjectSerde<SoundEvent> events = SingleObjectSerde.soundEvent();
    private final SingleObjectSerde<SourceStatus> states = SingleObjectSerde.sourceStatus();
    private final List<FoundEvent> found = new ArrayList<>();
    private final Set<String> ended = new TreeSet<>();

    /** @param microphones by source id */
    EventWatch(String bootstrapServers, Topics topics, Map<String, Microphone> microphones, SendLog log) {
        this.topics = topics;
        this.microphones = Map.copyOf(microphones);
        this.log = log;
        this.consumer = RecordConsumer.fromOldest(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                "50"));
        List<TopicPartition> partitions = Stream.of(topics.events(), topics.sourceStatus())
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads what there is; passes on every event that has ended. */
    void poll(Consumer<FoundEvent> sink) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            if (record.topic().equals(topics.events())) {
                SoundEvent event = events.decode(record.value());
                Microphone microphone = microphones.get(event.getSourceId());
                if (event.getPhase() == EventPhase.ENDED && microphone != null) {
                    FoundEvent told = told(event, microphone);
                    found.add(told);
                    sink.accept(told);
                }
            } else if (record.value() != null) {
                SourceStatus status = states.decode(record.value());
                if (status.getState() == SourceState.ENDED) {
                    ended.add(status.getSourceId());
                }
            }
        }
    }

    /** True if every microphone's stream was scored to its end. */
    boolean isOver() {
        return ended.containsAll(microphones.keySet());
    }

    /** All events that ended, in the order of reading. */
    List<FoundEvent> found() {
        return List.copyOf(found);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private FoundEvent told(SoundEvent event, Microphone microphone) {
        double rate = microphone.rateHz();
        return new FoundEvent(
                event.getSourceId(),
                event.getLabel(),
                event.getOnsetSample() / rate,
                event.getOffsetSample() / rate,
                event.getScore(),
                log.secondsSince(event.getSourceId(), event.getOffsetSample(), System.nanoTime()));
    }
}
