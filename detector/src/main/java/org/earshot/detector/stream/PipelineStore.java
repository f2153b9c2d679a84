package org.earshot.detector.stream;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.earshot.detector.detect.StateStore;

/** The part of a task's store that belongs to one source's pipeline. For the task's thread. */
record PipelineStore(KeyValueStore<Bytes, byte[]> store, String sourceId) implements StateStore {
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
