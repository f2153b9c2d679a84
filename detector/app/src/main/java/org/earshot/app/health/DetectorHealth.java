package org.earshot.app.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.streams.StreamsConfig;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.app.http.Health;
import org.earshot.app.metrics.ProcessMeters;
import org.earshot.app.setup.DetectorSetup;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.DataException;
import org.earshot.streams.topology.DetectorStreams;
import org.earshot.streams.topology.EarshotTopology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a detector is, part by part: model, device, Kafka, streams, work, disk. Watches it once a second; a standstill is
 * logged with its likely cause, and one that only a restart can end ends the detector. Safe for use by several threads.
 */
public final class DetectorHealth implements Supplier<List<Health>>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DetectorHealth.class);
    private static final long PACE_MS = 1_000;

    private final DetectorStreams detector;
    private final MaskNetwork network;
    private final boolean deviceAsAsked;
    private final KafkaWatch kafka;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "health-watch");
    private final HealthLog log = new HealthLog(LOG);

    private DetectorHealth(DetectorStreams detector, MaskNetwork network, boolean deviceAsAsked, KafkaWatch kafka) {
        this.detector = detector;
        this.network = network;
        this.deviceAsAsked = deviceAsAsked;
        this.kafka = kafka;
    }

    /** Begins to watch; until {@link #close()}. */
    public static DetectorHealth start(
            Config config, DetectorStreams detector, MaskNetwork network, MeterRegistry registry) {
        String application = DetectorSetup.properties(config).getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
        KafkaWatch kafka = KafkaWatch.start(new TopicsProbe(
                DetectorSetup.client(config),
                DetectorSetup.topics(config).names(),
                application + "-" + EarshotTopology.STORE + "-changelog"));
        DetectorHealth health = new DetectorHealth(
                detector, network, ProcessMeters.isAsAsked(network, ConfiguredNetwork.device(config)), kafka);
        health.bind(registry);
        health.thread.setDaemon(true);
        health.thread.start();
        return health;
    }

    @Override
    public List<Health> get() {
        KafkaWatch.State cluster = kafka.state();
        return List.of(
                Health.of("model", true, network.manifest().name()),
                Health.of("device", deviceAsAsked, network.device()),
                Health.of(
                        "kafka",
                        cluster.isUp(),
                        cluster.isUp()
                                ? "answers"
                                : "unreachable since " + cluster.since() + ": it " + cluster.problem()),
                new Health("streams", streams(), detector.streams().state().name()),
                work(cluster),
                disk());
    }

    @Override
    public void close() {
        stopped.countDown();
        kafka.close();
    }

    private Health.State streams() {
        if (detector.isDead()) {
            return Health.State.DEAD;
        }
        return detector.isRunning() ? Health.State.UP : Health.State.WAITING;
    }

    private Health work(KafkaWatch.State cluster) {
        return Progress.judge(
                new Progress.Signs(
                        detector.isRunning(), detector.heartbeat().longestSilence(), detector.sinceProgress()),
                cluster,
                System.nanoTime());
    }

    private Health disk() {
        OptionalLong free = detector.freeStateBytes();
        boolean room = free.isEmpty() || free.getAsLong() >= DetectorStreams.leastFreeStateBytes();
        return Health.of(
                "disk", room, free.isEmpty() ? "unknown" : (free.getAsLong() >> 20) + " MB free for the state");
    }

    private void watch() {
        try {
            while (!stopped.await(PACE_MS, TimeUnit.MILLISECONDS) && !detector.isDead()) {
                Health disk = disk();
                Health work = work(kafka.state());
                log.note(disk, detector.stateFolder() + " is nearly full: free some or enlarge the volume");
                if (kafka.state().isUp()) {
                    log.note(work, advice(disk));
                }
                if (work.state() == Health.State.DEAD) {
                    detector.fail(new DataException("work: " + work.detail() + "; " + advice(disk)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String advice(Health disk) {
        return disk.state() == Health.State.UP
                ? "a thread hangs; jstack shows where, a restart goes on from the changelog"
                : "the disk of " + detector.stateFolder() + " is full; free some or enlarge the volume";
    }

    private void bind(MeterRegistry registry) {
        Gauge.builder("earshot.kafka.up", () -> kafka.state().isUp() ? 1 : 0)
                .description("1 if Kafka answers and has all topics that the detector needs")
                .register(registry);
        Gauge.builder("earshot.work.up", () -> work(kafka.state()).state() == Health.State.UP ? 1 : 0)
                .description("1 unless a task's thread hangs, a start does not come further, or Kafka is waited for")
                .register(registry);
        Gauge.builder("earshot.state.disk.free", () -> detector.freeStateBytes().orElse(Long.MAX_VALUE))
                .baseUnit("bytes")
                .description("Free on the disk that holds the local copy of the state")
                .register(registry);
    }
}
