package org.earshot.streams.topology;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.TaskId;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.EarshotException;
import org.earshot.streams.evidence.EvidenceArchive;
import org.earshot.streams.framing.KafkaErrors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running detector: the topology in Kafka Streams, with its place on this machine and its native memory. Faults that pass
 * by themselves cost a thread, which is replaced; a fault of the model, the device, the disk or the configuration ends it.
 * Damaged files of a local store are deleted and restored from the changelog, once a task.
 *
 * <p>Safe for use by several threads.
 */
public final class DetectorStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DetectorStreams.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KafkaStreams streams;
    private final MemberHome home;
    private final Heartbeat heartbeat;
    private final RestoreWatch restores = new RestoreWatch();
    private final Set<String> healed = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch decided = new CountDownLatch(1);
    private boolean closed;
    private volatile boolean released;

    private DetectorStreams(KafkaStreams streams, MemberHome home, Heartbeat heartbeat) {
        this.streams = streams;
        this.home = home;
        this.heartbeat = heartbeat;
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
            Optional<? extends EvidenceArchive> evidence) {
        StreamMetrics metrics = new StreamMetrics(registry, network);
        MemberHome home = MemberHome.take(properties, storeMemoryBytes);
        Supplier<KafkaStreams> streams = () ->
                new KafkaStreams(EarshotTopology.build(settings, network, metrics, evidence), home.over(properties));
        try {
            return begin(streams, home, metrics.heartbeat());
        } catch (RuntimeException e) {
            home.close();
            throw StreamsFault.of(e)
                    .<RuntimeException>map(fault -> fault.error(e, home))
                    .orElse(e);
        }
    }

    /** Starts; if the files of a store are damaged, once more without them. */
    private static DetectorStreams begin(Supplier<KafkaStreams> streams, MemberHome home, Heartbeat heartbeat) {
        try {
            return launch(streams.get(), home, heartbeat);
        } catch (StreamsException e) {
            if (StreamsFault.of(e).orElse(null) != StreamsFault.STATE_DAMAGED) {
                throw e;
            }
            LOG.warn(
                    "state: damaged files in {} ({}); they are deleted and come back from the changelog",
                    home.state().folder(),
                    StreamsFault.reason(e));
            home.state().delete();
            return launch(streams.get(), home, heartbeat);
        }
    }

    private static DetectorStreams launch(KafkaStreams streams, MemberHome home, Heartbeat heartbeat) {
        DetectorStreams detector = new DetectorStreams(streams, home, heartbeat);
        streams.setUncaughtExceptionHandler(detector::judge);
        streams.setStateListener((now, before) -> detector.moved(now));
        streams.setGlobalStateRestoreListener(detector.restores);
        try {
            streams.start();
        } catch (RuntimeException e) {
            streams.close(PATIENCE);
            throw e;
        }
        return detector;
    }

    /** The Kafka Streams inside, for meters and state. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Shows whether the threads of its tasks work. */
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    /** Time since it last came nearer to running: a change of its state, or stored records read. */
    public Duration sinceProgress() {
        return restores.sinceProgress();
    }

    /** Where this process keeps its copy of the state. */
    public Path stateFolder() {
        return home.state().folder();
    }

    /** Bytes free on the disk of the state; empty where the system does not say. */
    public OptionalLong freeStateBytes() {
        return home.state().freeBytes();
    }

    /** With fewer free bytes than this on the disk of the state, writes may fail. */
    public static long leastFreeStateBytes() {
        return LocalState.LEAST_FREE_BYTES;
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
        return decided.await(patience.toMillis(), TimeUnit.MILLISECONDS) && isRunning();
    }

    /** Waits until it has ended, by {@link #close()} or by a fault. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Ends it for a reason that Kafka Streams cannot see, such as a thread that hangs. What is running is left to itself. */
    public void fail(EarshotException reason) {
        fault.compareAndSet(null, reason);
        ended.countDown();
        decided.countDown();
    }

    /**
     * Finishes what is in work, commits, and leaves the group so that others take over at once. One that the operator gave a
     * name ({@code group.instance.id}) stays a member: it is expected back, and the others take over when the session timeout is
     * over. Gives up after 20 s; what the threads use is then left as it is ({@link #isReleased()}), since closing it under
     * them would crash the process.
     */
    @Override
    public void close() {
        close(PATIENCE);
    }

    /** The same with another patience. Only the first call counts. */
    public synchronized void close(Duration patience) {
        if (closed) {
            return;
        }
        closed = true;
        boolean over = streams.close(CloseOptions.timeout(patience)
                .withGroupMembershipOperation(
                        home.isNamed()
                                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        ended.countDown();
        if (!over) {
            LOG.warn("streams: threads still work or hang {} s after they were asked to end", patience.toSeconds());
            return;
        }
        home.close();
        released = true;
    }

    /** True if it is closed and no thread uses the network or the evidence any more. */
    public boolean isReleased() {
        return released;
    }

    private void moved(KafkaStreams.State now) {
        LOG.info("streams: {}", now);
        restores.progressed();
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
                return end(cause);
            }
            if (StreamsFault.isOverWithTheThread(cause)) {
                LOG.warn("streams: a thread ended and is replaced: {}", cause.toString());
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
        }
        Optional<StreamsFault> local = StreamsFault.of(thrown);
        if (local.isPresent()) {
            // Kafka Streams deletes the files of a task that ends by a fault, as exactly-once wants it.
            if (local.get() == StreamsFault.STATE_DAMAGED && healed.add(task(thrown))) {
                LOG.warn(
                        "state: damaged files of task {} ({}); they are deleted and come back from the changelog",
                        task(thrown),
                        StreamsFault.reason(thrown));
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            return end(local.get().error(thrown, home));
        }
        if (KafkaErrors.isFinal(thrown)) {
            return end(new ConfigurationException("Kafka " + KafkaErrors.why(thrown), thrown));
        }
        LOG.error("streams: ended by a fault", thrown);
        return end(thrown);
    }

    private StreamThreadExceptionResponse end(Throwable reason) {
        fault.compareAndSet(null, reason);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static String task(Throwable thrown) {
        return thrown instanceof StreamsException known
                ? known.taskId().map(TaskId::toString).orElse("unknown")
                : "unknown";
    }
}
