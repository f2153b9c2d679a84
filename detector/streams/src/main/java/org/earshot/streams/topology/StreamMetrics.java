package org.earshot.streams.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.core.capture.RejectReason;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.level.MinuteLevel;
import org.earshot.core.live.LiveMeters;
import org.earshot.core.live.SourceHealth;
import org.earshot.streams.level.GroupLevels;

/**
 * The meters of the topology, shared by all its tasks. No meter is tagged by source: a fleet has too many.
 *
 * <p>Safe for use by several threads.
 */
public final class StreamMetrics implements LiveMeters {
    private static final String EVENTS = "earshot.events";
    private static final String DEAD_LETTERS = "earshot.dead.letters";
    private static final String RESAMPLED = "earshot.resampled";
    private static final Set<Integer> USUAL_RATES_HZ =
            new TreeSet<>(List.of(8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000));

    private final MeterRegistry registry;
    private static final String CHUNKS = "earshot.chunks";
    private static final String LATE = "late";
    private static final String REJECTED = "rejected";

    private final Map<SourceHealth, AtomicInteger> sources = new EnumMap<>(SourceHealth.class);
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Counter blocks;
    private final Counter gaps;
    private final Counter late;
    private final Counter restarts;
    private final Timer frontEnd;
    private final Timer inference;
    private final DistributionSummary batch;
    private final Timer latency;
    private final Timer evidenceTime;
    private final DistributionSummary skew;
    private final AtomicInteger backlog;
    private final GroupLevels levels;
    private final Heartbeat heartbeat = new Heartbeat();

    public StreamMetrics(MeterRegistry registry, MaskNetwork network) {
        this.registry = registry;
        for (SourceHealth state : SourceHealth.values()) {
            if (state != SourceHealth.UNKNOWN) {
                String tag = state.name().toLowerCase(Locale.ROOT);
                sources.put(state, registry.gauge("earshot.sources", Tags.of("state", tag), new AtomicInteger()));
            }
        }
        blocks = registry.counter("earshot.blocks");
        gaps = registry.counter("earshot.gaps");
        late = registry.counter("earshot.late");
        restarts = registry.counter("earshot.restarts");
        frontEnd = registry.timer("earshot.frontend");
        inference = registry.timer("earshot.inference", "device", network.device());
        batch = registry.summary("earshot.inference.batch");
        latency = Timer.builder("earshot.event.latency")
                .description("End of the sound known so far -> STARTED written")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
        evidenceTime = registry.timer("earshot.evidence.time");
        skew = DistributionSummary.builder("earshot.clock.skew")
                .description("Arrival at the broker minus the sender's time of the last sample, absolute")
                .baseUnit("milliseconds")
                .register(registry);
        levels = new GroupLevels(registry);
        backlog = registry.gauge("earshot.blocks.waiting", new AtomicInteger());
        registry.gauge(
                "earshot.model.info",
                Tags.of(
                        "name", network.manifest().name(),
                        "version", network.manifest().version(),
                        "sha256", network.sha256(),
                        "device", network.device()),
                1);
        beginAtZero(network);
    }

    /**
     * Sets every counter to zero at the start: a rate over time does not see the first count of one that was not
     * there before, and an alert would miss the first dead letter.
     */
    private void beginAtZero(MaskNetwork network) {
        for (Outcome outcome : Outcome.values()) {
            counter(CHUNKS, "outcome", outcome.name().toLowerCase(Locale.ROOT));
        }
        counter(CHUNKS, "outcome", LATE);
        counter(CHUNKS, "outcome", REJECTED);
        network.manifest().labels().forEach(label -> counter(EVENTS, "label", label));
        for (RejectReason reason : RejectReason.values()) {
            counter(DEAD_LETTERS, "reason", reason.wireName());
        }
        for (int rateHz : USUAL_RATES_HZ) {
            if (rateHz != network.manifest().frontEnd().rateHz()) {
                counter(RESAMPLED, "from", Integer.toString(rateHz));
            }
        }
    }

    /** Where tasks show that their threads work. */
    Heartbeat heartbeat() {
        return heartbeat;
    }

    @Override
    public void chunk(Outcome outcome) {
        counter(CHUNKS, "outcome", outcome.name().toLowerCase(Locale.ROOT)).increment();
    }

    void rejected(RejectReason reason) {
        counter(CHUNKS, "outcome", reason == RejectReason.LATE ? LATE : REJECTED)
                .increment();
        if (reason == RejectReason.LATE) {
            late.increment();
        }
        counter(DEAD_LETTERS, "reason", reason.wireName()).increment();
    }

    @Override
    public void gap() {
        gaps.increment();
    }

    @Override
    public void restart() {
        restarts.increment();
    }

    /** Senders choose the rate, so unusual ones share a counter, or a sender could create any number of them. */
    @Override
    public void resampled(int fromHz) {
        counter(RESAMPLED, "from", USUAL_RATES_HZ.contains(fromHz) ? Integer.toString(fromHz) : "other")
                .increment();
    }

    void event(String label) {
        counter(EVENTS, "label", label).increment();
    }

    void level(MinuteLevel level) {
        levels.add(level);
    }

    void latency(long millis) {
        if (millis >= 0) {
            latency.record(Duration.ofMillis(millis));
        }
    }

    /** Evidence of an event was decided; how long after its sound was complete. */
    public void evidence(String outcome, long millis) {
        counter("earshot.evidence", "outcome", outcome).increment();
        evidenceTime.record(Duration.ofMillis(Math.max(0, millis)));
    }

    @Override
    public void skew(long millis) {
        skew.record(Math.abs((double) millis));
    }

    @Override
    public void waiting(int change) {
        backlog.addAndGet(change);
    }

    @Override
    public void frontEnd(long nanos) {
        frontEnd.record(Duration.ofNanos(nanos));
    }

    @Override
    public void scored(int blocksInBatch, long nanos) {
        blocks.increment(blocksInBatch);
        batch.record(blocksInBatch);
        inference.record(Duration.ofNanos(nanos));
    }

    @Override
    public void moved(SourceHealth from, SourceHealth to) {
        if (from != SourceHealth.UNKNOWN) {
            sources.get(from).decrementAndGet();
        }
        if (to != SourceHealth.UNKNOWN) {
            sources.get(to).incrementAndGet();
        }
    }

    private Counter counter(String name, String tag, String value) {
        return counters.computeIfAbsent(name + '\n' + value, any -> registry.counter(name, tag, value));
    }
}
