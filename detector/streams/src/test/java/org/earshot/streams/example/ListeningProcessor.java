package org.earshot.streams.example;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.earshot.core.Earshot;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.detect.Detection;
import org.earshot.core.live.LiveDetector;
import org.earshot.core.live.LiveEvent;
import org.earshot.streams.topology.AudioRecordReader;
import org.earshot.streams.topology.CommitStore;
import org.earshot.streams.topology.KafkaSourceStore;

/** A processor of your own topology: audio chunks in, labels out. The topology adds a store for it: {@link #store}. */
public final class ListeningProcessor implements Processor<byte[], byte[], String, String> {
    private static final String STORE = "sounds";

    private final Earshot earshot;
    private final AudioRecordReader reader = new AudioRecordReader(Optional.empty(), "earshot.audio");
    private ProcessorContext<String, String> context;
    private LiveDetector detector;

    /** A store with a changelog, to which the sources are written before each commit. */
    public static StoreBuilder<CommitStore> store() {
        return CommitStore.builder(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray()));
    }

    /** @param earshot shared by all tasks; closed by its owner, after the streams */
    public ListeningProcessor(Earshot earshot) {
        this.earshot = earshot;
    }

    @Override
    public void init(ProcessorContext<String, String> own) {
        context = own;
        CommitStore store = own.getStateStore(STORE);
        detector = earshot.live(new KafkaSourceStore(store.records()), this::heard);
        store.beforeCommit(detector::save);
        detector.restore(own.currentSystemTimeMs());
        own.schedule(Duration.ofMillis(50), PunctuationType.WALL_CLOCK_TIME, detector::tick);
    }

    @Override
    public void process(Record<byte[], byte[]> chunk) {
        try {
            detector.accept(reader.read(chunk.key(), chunk.value()), chunk.timestamp(), context.currentSystemTimeMs());
        } catch (RejectedChunkException refused) {
            System.err.println("passed over: " + refused.getMessage());
        }
    }

    private void heard(LiveEvent event) {
        if (event.phase() == Detection.Phase.STARTED) {
            context.forward(new Record<>(event.sourceId(), event.label(), event.onsetMicros() / 1_000));
        }
    }

    @Override
    public void close() {
        detector.close();
    }
}
