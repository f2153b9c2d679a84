package org.earshot.core.live;

import java.util.function.BiConsumer;
import org.earshot.core.detect.state.StateStore;

/**
 * Stores the sources of one {@link LiveDetector}: for each a head of some hundred bytes, and the parts of its pipeline.
 * The detector writes them when asked to ({@link LiveDetector#save}), some also earlier, to make room in memory.
 *
 * <pre>
 * head    gate-1                     health, clock, captures, open events
 * parts   gate-1 / frames, sums, held chunks, kept sound, one key each
 * </pre>
 *
 * <p>What is written between one save and the end of the next must become durable together. For one thread.
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
