package org.earshot.detector.stream;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.earshot.detector.detect.SourcePipeline;
import org.earshot.detector.detect.StateException;
import org.earshot.detector.infer.MaskNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sources of one task, in memory and in the store. The store is the truth: whatever is in memory can be made of it, and
 * is, at the start and after a failure. For the task's thread.
 */
final class SourceTable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceTable.class);

    private final KeyValueStore<Bytes, byte[]> store;
    private final MaskNetwork network;
    private final StreamSettings settings;
    private final Map<String, LiveSource> live = new HashMap<>();

    SourceTable(KeyValueStore<Bytes, byte[]> store, MaskNetwork network, StreamSettings settings) {
        this.store = store;
        this.network = network;
        this.settings = settings;
    }

    /** Brings all stored sources into memory. */
    void restoreAll() {
        live.clear();
        try (KeyValueIterator<Bytes, byte[]> all = store.range(StateKeys.firstEnvelope(), StateKeys.lastEnvelope())) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                restore(StateKeys.sourceOf(entry.key), entry.value);
            }
        }
    }

    Collection<LiveSource> all() {
        return live.values();
    }

    /** The source, or null if it was never heard of. */
    LiveSource get(String sourceId) {
        return live.get(sourceId);
    }

    LiveSource create(String sourceId) {
        LiveSource source = new LiveSource(sourceId);
        live.put(sourceId, source);
        return source;
    }

    /** Opens a pipeline for a new stretch of the source's epoch. */
    void open(LiveSource source) {
        source.pipeline =
                new SourcePipeline(network.manifest(), settings.detector().apply(source.id), source.epoch.rateHz);
        source.epoch.open = true;
    }

    /** Closes the pipeline, whose blocks have all been scored. */
    void close(LiveSource source) {
        source.pipeline.discard(parts(source));
        source.pipeline = null;
        source.epoch.open = false;
        source.epoch.openOnsets.clear();
    }

    /** Writes what changed. */
    void save(LiveSource source) {
        if (source.pipeline != null) {
            source.pipeline.save(parts(source));
        }
        saveEpoch(source);
    }

    void saveEpoch(LiveSource source) {
        store.put(StateKeys.envelope(source.id), source.epoch.toBytes());
    }

    /** Forgets what memory holds of a source and takes what was stored last. */
    void reload(String sourceId) {
        live.remove(sourceId);
        byte[] stored = store.get(StateKeys.envelope(sourceId));
        if (stored != null) {
            restore(sourceId, stored);
        }
    }

    void forget(LiveSource source) {
        live.remove(source.id);
        store.delete(StateKeys.envelope(source.id));
    }

    private void restore(String sourceId, byte[] stored) {
        LiveSource source = new LiveSource(sourceId);
        try {
            source.epoch = Epoch.fromBytes(stored);
        } catch (StateException e) {
            LOG.warn("source {}: {}; it begins anew", sourceId, e.getMessage());
            return;
        }
        live.put(sourceId, source);
        if (source.epoch.open) {
            restorePipeline(source);
        }
    }

    private void restorePipeline(LiveSource source) {
        try {
            source.pipeline = SourcePipeline.restore(
                    network.manifest(), settings.detector().apply(source.id), source.epoch.rateHz, parts(source));
        } catch (StateException e) {
            LOG.warn("source {}: {}; a new stretch begins with its next chunk", source.id, e.getMessage());
            deleteParts(source);
            source.epoch.open = false;
            source.epoch.openOnsets.clear();
            saveEpoch(source);
        }
    }

    private void deleteParts(LiveSource source) {
        Bytes from = StateKeys.part(source.id, "");
        Bytes to = StateKeys.part(source.id, "\u007f");
        try (KeyValueIterator<Bytes, byte[]> parts = store.range(from, to)) {
            while (parts.hasNext()) {
                store.delete(parts.next().key);
            }
        }
    }

    private PipelineStore parts(LiveSource source) {
        return new PipelineStore(store, source.id);
    }
}
