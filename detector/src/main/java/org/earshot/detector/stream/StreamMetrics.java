package org.earshot.detector.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.schema.SourceState;

/**
 * The meters of the topology, shared by all its tasks. No meter is tagged by source: a fleet has too many.
 *
 * <p>Safe for use by several threads.
 */
public final class StreamMetrics {
    /** What became of a chunk. */
    enum Outcome {
        ACCEPTED,
        TRIMMED,
        REPEATED,
        LATE,
        REJECTED;

        final String tag = name().toLowerCase(java.util.Locale.ROOT);
    }

    private final MeterRegistry registry;
    private final Map<Outcome, Counter> chunks = new EnumMap<>(Outcome.class);
    private final Map<SourceState, AtomicInteger> sources = new EnumMap<>(SourceState.class);
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Counter blocks;
    private final Counter gaps;
    private final Counter late;
    private final Timer frontEnd;
    private final Timer inference;
    private final DistributionSummary batch;
    private final Timer latency;
    private final DistributionSummary skew;
    private final AtomicInteger backlog;

    public StreamMetrics(MeterRegistry registry, MaskNetwork network) {
        this.registry = registry;
        for (Outcome outcome : Outcome.values()) {
            chunks.put(outcome, registry.counter("earshot.chunks", "outcome", outcome.tag));
        }
        for (SourceState state : SourceState.values()) {
            if (state != SourceState.UNKNOWN) {
                String tag = state.name().toLowerCase(java.util.Locale.ROOT);
                sources.put(state, registry.gauge("earshot.sources", Tags.of("state", tag), new AtomicInteger()));
            }
        }
        blocks = registry.counter("earshot.blocks");
        gaps = registry.counter("earshot.gaps");
        late = registry.counter("earshot.late");
        frontEnd = registry.timer("earshot.frontend");
        inference = registry.timer("earshot.inference", "device", network.device());
        batch = registry.summary("earshot.inference.batch");
        latency = Timer.builder("earshot.event.latency")
                .description("Sound ended -> record written")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
        skew = DistributionSummary.builder("earshot.clock.skew")
                .description("Arrival at the broker minus the sender's time of the last sample, absolute")
                .baseUnit("milliseconds")
                .register(registry);
        backlog = registry.gauge("earshot.blocks.waiting", new AtomicInteger());
        registry.gauge(
                "earshot.model.info",
                Tags.of(
                        "name", network.manifest().name(),
                        "version", network.manifest().version(),
                        "sha256", network.sha256(),
                        "device", network.device()),
                1);
    }

    void chunk(Outcome outcome) {
        chunks.get(outcome).increment();
    }

    void rejected(RejectReason reason) {
        chunk(reason == RejectReason.LATE ? Outcome.LATE : Outcome.REJECTED);
        counter("earshot.dead.letters", "reason", reason.wireName()).increment();
    }

    void gap() {
        gaps.increment();
    }

    void late() {
        late.increment();
    }

    void resampled(int fromHz) {
        counter("earshot.resampled", "from", Integer.toString(fromHz)).increment();
    }

    void event(String label) {
        counter("earshot.events", "label", label).increment();
    }

    void latency(long millis) {
        if (millis >= 0) {
            latency.record(Duration.ofMillis(millis));
        }
    }

    void skew(long millis) {
        skew.record(Math.abs((double) millis));
    }

    void waiting(int change) {
        backlog.addAndGet(change);
    }

    void frontEnd(long nanos) {
        frontEnd.record(Duration.ofNanos(nanos));
    }

    void scored(int blocksInBatch, long nanos) {
        blocks.increment(blocksInBatch);
        batch.record(blocksInBatch);
        inference.record(Duration.ofNanos(nanos));
    }

    /** A source left one state for another; either may be UNKNOWN for none. */
    void moved(SourceState from, SourceState to) {
        if (from != SourceState.UNKNOWN) {
            sources.get(from).decrementAndGet();
        }
        if (to != SourceState.UNKNOWN) {
            sources.get(to).incrementAndGet();
        }
    }

    private Counter counter(String name, String tag, String value) {
        return counters.computeIfAbsent(name + '\n' + value, any -> registry.counter(name, tag, value));
    }
}
