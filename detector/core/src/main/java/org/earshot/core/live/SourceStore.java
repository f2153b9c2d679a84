package org.earshot.core.live;

import java.util.function.BiConsumer;
import org.earshot.core.detect.state.StateStore;

/**
 * Where the sources of one {@link LiveDetector} lie between chunks: for each a head of some hundred bytes, and the parts of its
 * pipeline. The store is the truth; what the detector holds in memory can be made of it at any time.
 *
 * <p>What is written during one call of the detector must become durable together. For one thread.
 */
public interface SourceStore {
    /** The head of a source, or null if the source is not known. */
    byte[] head(String sourceId);

    void putHead(String sourceId, byte[] head);

    /** Deletes the head and all parts of a source. */
    void delete(String sourceId);

    /** Deletes the parts of a source, not its head. */
    void deleteParts(String sourceId);

    /** The parts of one source, by name. */
    StateStore parts(String sourceId);

    /** Calls back with the head of every source; the receiver must not change the store meanwhile. */
    void forEachHead(BiConsumer<String, byte[]> receiver);
}
