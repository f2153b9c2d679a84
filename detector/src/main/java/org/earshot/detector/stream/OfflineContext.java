package org.earshot.detector.stream;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What a processor sees of Kafka Streams when there is none: one store in the heap, a clock that is set from outside, and a
 * receiver of events. What goes to other topics is dropped, commits have no effect. For one thread.
 */
final class OfflineContext<K, V> implements ProcessorContext<K, V> {
    private final StateStore store;
    private final Consumer<V> events;
    private final List<Punctuator> punctuators = new ArrayList<>();
    private RecordMetadata metadata;
    private long nowMs;

    OfflineContext(StateStore store, long nowMs, Consumer<V> events) {
        this.store = store;
        this.nowMs = nowMs;
        this.events = events;
    }

    void at(RecordMetadata record) {
        metadata = record;
    }

    /** Lets the clock go on and all that is scheduled happen. */
    void tick(long toMs) {
        nowMs = toMs;
        punctuators.forEach(punctuator -> punctuator.punctuate(toMs));
    }

    @Override
    public <A extends K, B extends V> void forward(Record<A, B> record) {
        throw new UnsupportedOperationException("every record has its topic");
    }

    @Override
    public <A extends K, B extends V> void forward(Record<A, B> record, String childName) {
        if (childName.equals(EarshotTopology.EVENTS)) {
            events.accept(record.value());
        }
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
        punctuators.add(callback);
        return () -> punctuators.remove(callback);
    }

    @Override
    public Cancellable schedule(Instant startTime, Duration interval, PunctuationType type, Punctuator callback) {
        return schedule(interval, type, callback);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S extends StateStore> S getStateStore(String name) {
        return (S) store;
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return Optional.ofNullable(metadata);
    }

    @Override
    public void commit() {}

    @Override
    public long currentSystemTimeMs() {
        return nowMs;
    }

    @Override
    public long currentStreamTimeMs() {
        return nowMs;
    }

    @Override
    public String applicationId() {
        return "replay";
    }

    @Override
    public TaskId taskId() {
        return new TaskId(0, 0);
    }

    @Override
    public Serde<?> keySerde() {
        return Serdes.ByteArray();
    }

    @Override
    public Serde<?> valueSerde() {
        return Serdes.ByteArray();
    }

    @Override
    public File stateDir() {
        throw new UnsupportedOperationException("nothing is on disk");
    }

    @Override
    public StreamsMetrics metrics() {
        throw new UnsupportedOperationException("there are none");
    }

    @Override
    public Map<String, Object> appConfigs() {
        return new HashMap<>();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return new HashMap<>();
    }
}
