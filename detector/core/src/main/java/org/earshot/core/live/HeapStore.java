package org.earshot.core.live;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.earshot.core.detect.state.StateStore;

/** A {@link SourceStore} in the heap, for programs that need no durability. For one thread. */
public final class HeapStore implements SourceStore {
    private final Map<String, byte[]> heads = new TreeMap<>();
    private final Map<String, Map<String, byte[]>> parts = new HashMap<>();

    @Override
    public byte[] head(String sourceId) {
        return heads.get(sourceId);
    }

    @Override
    public void putHead(String sourceId, byte[] head) {
        heads.put(sourceId, head);
    }

    @Override
    public void delete(String sourceId) {
        heads.remove(sourceId);
        parts.remove(sourceId);
    }

    @Override
    public void deleteParts(String sourceId) {
        parts.remove(sourceId);
    }

    @Override
    public StateStore parts(String sourceId) {
        return new StateStore() {
            @Override
            public byte[] get(String key) {
                return parts.getOrDefault(sourceId, Map.of()).get(key);
            }

            @Override
            public void put(String key, byte[] value) {
                parts.computeIfAbsent(sourceId, id -> new HashMap<>()).put(key, value);
            }

            @Override
            public void delete(String key) {
                Map<String, byte[]> own = parts.get(sourceId);
                if (own != null && own.remove(key) != null && own.isEmpty()) {
                    parts.remove(sourceId);
                }
            }
        };
    }

    @Override
    public void forEachHead(BiConsumer<String, byte[]> receiver) {
        heads.forEach(receiver);
    }
}
