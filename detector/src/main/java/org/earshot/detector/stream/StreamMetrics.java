package org.earshot.detector.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

    private static final String EVENTS = "earshot.events";
    private static final String DEAD_LETTERS = "earshot.dead.letters";
    private static final String RESAMPLED = "earshot.resampled";
    private static final Set<Integer> USUAL_RATES_HZ =
            new TreeSet<>(List.of(8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000));

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
    private final Timer evidenceTime;
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
        evidenceTime = registry.timer("earshot.evidence.time");
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
        beginAtZero(network);
    }

    /**
     * Lets every counter stand at zero from the start: a rate over time does not see the first count of one that was not
     * there before, and an alert would miss the first dead letter.
     */
    private void beginAtZero(MaskNetwork network) {
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

    void chunk(Outcome outcome) {
        chunks.get(outcome).increment();
    }

    void rejected(RejectReason reason) {
        chunk(reason == RejectReason.LATE ? Outcome.LATE : Outcome.REJECTED);
        counter(DEAD_LETTERS, "reason", reason.wireName()).increment();
    }

    void gap() {
        gaps.increment();
    }

    void late() {
        late.increment();
    }

    /** Senders choose the rate, so unusual ones share a counter: nobody can make as many as there are numbers. */
    void resampled(int fromHz) {
        counter(RESAMPLED, "from", USUAL_RATES_HZ.contains(fromHz) ? Integer.toString(fromHz) : "other")
                .increment();
    }

    void event(String label) {
        counter(EVENTS, "label", label).increment();
    }

    void latency(long millis) {
        if (millis >= 0) {
            latency.record(Duration.ofMillis(millis));
        }
    }

    /** Evidence of an event was decided, so long after its sound was there. */
    void evidence(String outcome, long millis) {
        counter("earshot.evidence", "outcome", outcome).increment();
        evidenceTime.record(Duration.ofMillis(Math.max(0, millis)));
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
