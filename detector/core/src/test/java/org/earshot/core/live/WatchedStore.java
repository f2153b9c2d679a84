package org.earshot.core.live;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.earshot.core.detect.state.StateStore;

/** A store that does not take the heads of some sources, and counts how often it was asked for a head that it has. */
final class WatchedStore implements SourceStore {
    final Set<String> failing = new HashSet<>();
    int fetched;
    private final HeapStore kept = new HeapStore();

    @Override
    public byte[] head(String sourceId) {
        byte[] head = kept.head(sourceId);
        fetched += head == null ? 0 : 1;
        return head;
    }

    @Override
    public void putHead(String sourceId, byte[] head) {
        if (failing.contains(sourceId)) {
            throw new IllegalStateException("not taken");
        }
        kept.putHead(sourceId, head);
    }

    @Override
    public void delete(String sourceId) {
        kept.delete(sourceId);
    }

    @Override
    public void deleteParts(String sourceId) {
        kept.deleteParts(sourceId);
    }

    @Override
    public StateStore parts(String sourceId) {
        return kept.parts(sourceId);
    }

    @Override
    public void forEachHead(BiConsumer<String, byte[]> receiver) {
        kept.forEachHead(receiver);
    }
}
