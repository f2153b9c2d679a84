package org.earshot.streams.topology;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.live.SessionBudget;
import org.earshot.streams.evidence.EvidenceArchive;

/**
 * The topology: audio in, one processor and one store a partition, five topics out. No repartitioning: a source's chunks
 * share its key, so they share a partition.
 */
public final class EarshotTopology {
    /** Name of the store, which is part of its changelog topic's name. */
    public static final String STORE = "sources";

    static final String EVENTS = "events";
    static final String TAGS = "tags";
    static final String SOURCE_STATUS = "source-status";
    static final String LEVELS = "levels";
    static final String DEAD_LETTERS = "dead-letters";

    private static final String AUDIO = "audio";
    private static final String DETECTOR = "detector";

    private EarshotTopology() {}

    /**
     * Builds the topology.
     *
     * @param network is shared by all tasks and stays the caller's to close, after the streams
     */
    public static Topology build(StreamSettings settings, MaskNetwork network, MeterRegistry registry) {
        return build(settings, network, registry, Optional.empty());
    }

    /**
     * The same with the sound of events kept.
     *
     * @param evidence is shared by all tasks and stays the caller's to close, after the streams and before the network
     */
    public static Topology build(
            StreamSettings settings,
            MaskNetwork network,
            MeterRegistry registry,
            Optional<? extends EvidenceArchive> evidence) {
        return build(settings, network, new StreamMetrics(registry, network), evidence);
    }

    static Topology build(
            StreamSettings settings,
            MaskNetwork network,
            StreamMetrics metrics,
            Optional<? extends EvidenceArchive> evidence) {
        SessionBudget budget = SessionBudget.ofHeap();
        Topology topology = new Topology();
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        topology.addSource(AUDIO, in, in, settings.topics().audio());
        topology.addProcessor(DETECTOR, () -> new ChunkProcessor(settings, network, metrics, evidence, budget), AUDIO);
        topology.addStateStore(store(), DETECTOR);
        topology.addSink(EVENTS, settings.topics().events(), out, out, DETECTOR);
        topology.addSink(TAGS, settings.topics().tags(), out, out, DETECTOR);
        topology.addSink(SOURCE_STATUS, settings.topics().sourceStatus(), out, out, DETECTOR);
        topology.addSink(LEVELS, settings.topics().levels(), out, out, DETECTOR);
        topology.addSink(DEAD_LETTERS, settings.topics().deadLetters(), out, out, DETECTOR);
        return topology;
    }

    private static StoreBuilder<CommitStore> store() {
        return CommitStore.builder(Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray()))
                .withLoggingEnabled(Map.of(
                        // Most records are dead within seconds: small segments let compaction take them.
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        Integer.toString(16 << 20),
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                        "0.3"));
    }
}
