package org.earshot.detector.stream;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.earshot.detector.evidence.EvidenceKeeper;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.model.ConfigurationException;
import org.earshot.detector.model.EarshotException;
import org.earshot.detector.wire.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running detector: the topology in Kafka Streams, with its place on this machine and its native memory. Faults that pass
 * by themselves cost a thread, which is replaced; a fault of the model, the device or the configuration ends it.
 *
 * <p>Safe for use by several threads.
 */
public final class DetectorStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DetectorStreams.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KafkaStreams streams;
    private final RocksDbMemory memory;
    private final MemberSlot slot;
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch decided = new CountDownLatch(1);

    private DetectorStreams(KafkaStreams streams, RocksDbMemory memory, MemberSlot slot) {
        this.streams = streams;
        this.memory = memory;
        this.slot = slot;
    }

    /**
     * Starts a detector.
     *
     * @param network stays the caller's to close, after this
     * @param properties as of {@link StreamsProperties}; without {@code group.instance.id} the process takes a place of its
     *     own below {@code state.dir}
     * @param storeMemoryBytes native memory of all stores
     */
    public static DetectorStreams start(
            StreamSettings settings,
            MaskNetwork network,
            MeterRegistry registry,
            Properties properties,
            long storeMemoryBytes) {
        return start(settings, network, registry, properties, storeMemoryBytes, Optional.empty());
    }

    /**
     * The same with the sound of events kept.
     *
     * @param evidence stays the caller's to close, after this
     */
    public static DetectorStreams start(
            StreamSettings settings,
            MaskNetwork network,
            MeterRegistry registry,
            Properties properties,
            long storeMemoryBytes,
            Optional<EvidenceKeeper> evidence) {
        Properties all = new Properties();
        all.putAll(properties);
        MemberSlot slot = null;
        if (!all.containsKey("group.instance.id")) {
            Object given = all.get(StreamsConfig.STATE_DIR_CONFIG);
            Path root = given == null ? StreamsProperties.defaultStateFolder() : Path.of(given.toString());
            slot = MemberSlot.take(
                    root.resolve(all.get(StreamsConfig.APPLICATION_ID_CONFIG).toString()));
            all.put("group.instance.id", slot.instanceId());
            all.put(StreamsConfig.STATE_DIR_CONFIG, slot.folder().toString());
        }
        RocksDbMemory memory = new RocksDbMemory(storeMemoryBytes);
        all.put(RocksDbMemory.CONFIG, memory);
        KafkaStreams streams = new KafkaStreams(EarshotTopology.build(settings, network, registry, evidence), all);
        DetectorStreams detector = new DetectorStreams(streams, memory, slot);
        streams.setUncaughtExceptionHandler(detector::judge);
        streams.setStateListener((now, before) -> detector.moved(now));
        streams.start();
        return detector;
    }

    /** The Kafka Streams inside, for meters and state. */
    public KafkaStreams streams() {
        return streams;
    }

    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** True if it has ended and will not come back. */
    public boolean isDead() {
        return ended.getCount() == 0;
    }

    /** What ended it, if a fault did. */
    public Optional<Throwable> fault() {
        return Optional.ofNullable(fault.get());
    }

    /** Waits until it runs or has ended at its start, no longer than that. @return true if it runs */
    public boolean awaitRunning(Duration patience) throws InterruptedException {
        decided.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        return isRunning();
    }

    /** Waits until it has ended, by {@link #close()} or by a fault. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Finishes what is in work, commits, and leaves the group so that others take over at once. */
    @Override
    public void close() {
        streams.close(CloseOptions.timeout(PATIENCE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        ended.countDown();
        memory.close();
        if (slot != null) {
            slot.close();
        }
    }

    private void moved(KafkaStreams.State now) {
        LOG.info("streams: {}", now);
        if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
            ended.countDown();
        }
        if (now == KafkaStreams.State.RUNNING || isDead()) {
            decided.countDown();
        }
    }

    private StreamThreadExceptionResponse judge(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof EarshotException || cause instanceof Error) {
                fault.set(cause);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            if (cause instanceof RetriableException || cause instanceof TaskMigratedException) {
                LOG.warn("streams: a thread ended and is replaced: {}", cause.toString());
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
        }
        if (Refusal.isFinal(thrown)) {
            fault.set(new ConfigurationException("Kafka " + Refusal.why(thrown), thrown));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.error("streams: ended by a fault", thrown);
        fault.set(thrown);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
}
