package org.earshot.streams.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.earshot.core.detect.state.StateStore;
import org.earshot.core.live.SourceStore;

/** The sources of a task in its Kafka Streams store, under the keys of {@link StateKeys}. For the task's thread. */
public record KafkaSourceStore(KeyValueStore<Bytes, byte[]> store) implements SourceStore {
    @Override
    public byte[] head(String sourceId) {
        return store.get(StateKeys.envelope(sourceId));
    }

    @Override
    public void putHead(String sourceId, byte[] head) {
        store.put(StateKeys.envelope(sourceId), head);
    }

    @Override
    public void delete(String sourceId) {
        deleteParts(sourceId);
        store.delete(StateKeys.envelope(sourceId));
    }

    @Override
    public void deleteParts(String sourceId) {
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> parts =
                store.range(StateKeys.part(sourceId, ""), StateKeys.part(sourceId, "\u007f"))) {
            parts.forEachRemaining(part -> keys.add(part.key));
        }
        keys.forEach(store::delete);
    }

    @Override
    public StateStore parts(String sourceId) {
        return new Parts(store, sourceId);
    }

    @Override
    public void forEachHead(BiConsumer<String, byte[]> receiver) {
        try (KeyValueIterator<Bytes, byte[]> all = store.range(StateKeys.firstEnvelope(), StateKeys.lastEnvelope())) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                receiver.accept(StateKeys.sourceOf(entry.key), entry.value);
            }
        }
    }

    private record Parts(KeyValueStore<Bytes, byte[]> store, String sourceId) implements StateStore {
        @Override
        public byte[] get(String key) {
            return store.get(StateKeys.part(sourceId, key));
        }

        @Override
        public void put(String key, byte[] value) {
            store.put(StateKeys.part(sourceId, key), value);
        }

        @Override
        public void delete(String key) {
            store.delete(StateKeys.part(sourceId, key));
        }
    }
}
