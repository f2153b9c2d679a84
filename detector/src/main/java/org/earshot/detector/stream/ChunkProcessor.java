package org.earshot.detector.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.earshot.detector.detect.ClipTagSink;
import org.earshot.detector.detect.DetectionSink;
import org.earshot.detector.evidence.EvidenceKeeper;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.infer.Scores;
import org.earshot.detector.log.RateLimitedLog;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceState;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the chunks of one partition: each is read with suspicion, put in its place in its source's epoch and
 * turned into frames; ready blocks are scored together with those of other sources, and what they tell is written.
 *
 * <p>Everything that is not yet written follows from the store: whatever memory holds can be lost at any time. A chunk that
 * cannot be used becomes a dead letter; only faults of the network, the store or Kafka stop the thread.
 *
 * <p>For the task's thread.
 */
final class ChunkProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** Longest time for which scoring may keep the task from reading, beyond one call of the network. */
    private static final long SLICE_MS = 50;

    private static final long SHORTEST_TICK_MS = 10;
    private static final int LOGGED_KEY_BYTES = 64;

    private final StreamSettings settings;
    private final MaskNetwork network;
    private final StreamMetrics metrics;
    private final Optional<EvidenceKeeper> keeper;
    private final RateLimitedLog log =
            new RateLimitedLog(LoggerFactory.getLogger(ChunkProcessor.class), Duration.ofSeconds(10));
    private final AudioRecordReader reader;

    private ProcessorContext<byte[], byte[]> context;
    private SourceTable sources;
    private SourceIntake intake;
    private BlockScorer scorer;
    private ResultWriter results;
    private EvidenceDesk evidence;
    private int waiting;
    private long liveMs;
    private long tickMs;
    private long sweptLiveMs;

    ChunkProcessor(StreamSettings settings, MaskNetwork network, StreamMetrics metrics) {
        this(settings, network, metrics, Optional.empty());
    }

    ChunkProcessor(
            StreamSettings settings, MaskNetwork network, StreamMetrics metrics, Optional<EvidenceKeeper> keeper) {
        this.keeper = keeper;
        this.settings = EvidenceDesk.settings(settings, network, keeper);
        this.network = network;
        this.metrics = metrics;
        this.reader = new AudioRecordReader(settings);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(EarshotTopology.STORE);
        sources = new SourceTable(store, network, settings);
        intake = new SourceIntake(
                settings.limits(), network.manifest().frontEnd().rateHz(), metrics);
        scorer = new BlockScorer(network, settings.batches(), metrics);
        results = new ResultWriter(context, settings, network, metrics);
        evidence = new EvidenceDesk(
                keeper,
                new EvidenceBook(store, network.manifest().frontEnd().rateHz()),
                network.manifest(),
                results,
                metrics);
        tickMs = context.currentSystemTimeMs();
        sources.restoreAll();
        for (LiveSource source : sources.all()) {
            source.state = source.epoch.ended && !source.epoch.open
                    ? SourceState.ENDED
                    : source.epoch.stale ? SourceState.STALE : SourceState.HEALTHY;
            results.track(source);
            scorer.refresh(source, tickMs);
        }
        evidence.restore(sources, tickMs);
        countWaiting();
        long tick = Math.max(SHORTEST_TICK_MS, settings.batches().linger().toMillis() / 2);
        context.schedule(Duration.ofMillis(tick), PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        long now = context.currentSystemTimeMs();
        AudioRecord chunk;
        try {
            chunk = reader.read(record.key(), record.value());
        } catch (RejectedChunkException refusal) {
            refuse(record, refusal);
            return;
        }
        LiveSource source = sources.get(chunk.sourceId());
        try {
            take(record, chunk, source, now);
        } catch (RejectedChunkException refusal) {
            refuse(record, refusal);
        }
        while (scorer.isFull()) {
            scorer.scoreSome(this::scored);
        }
        countWaiting();
    }

    private void take(Record<byte[], byte[]> record, AudioRecord chunk, LiveSource source, long now) {
        if (source == null) {
            source = sources.create(chunk.sourceId());
            source.epoch = new Epoch(chunk, null);
            sources.open(source);
        } else {
            Placement placement =
                    source.epoch.place(chunk, settings.limits().gapFillMax().toMillis());
            if (placement == Placement.REPEATED || placement == Placement.LATE) {
                pass(source, chunk, placement);
                return;
            }
            intake.checkQuota(source, chunk, record.timestamp());
            if (placement == Placement.NEW_EPOCH || placement == Placement.AFTER_LONG_GAP) {
                beginAnew(source, chunk, placement);
            }
        }
        source.epoch.seenMs = now;
        source.seenLiveMs = liveMs;
        try {
            intake.accept(source, chunk, record.timestamp());
        } catch (RuntimeException fault) {
            // The pipeline may have taken a part of the chunk: what was stored before it is whole.
            scorer.forget(source);
            results.untrack(source);
            sources.reload(chunk.sourceId());
            LiveSource restored = sources.get(chunk.sourceId());
            if (restored != null) {
                evidence.hold(restored);
                results.track(restored);
                scorer.refresh(restored, now);
            }
            throw new RejectedChunkException(
                    RejectReason.PROCESSING_FAILED, "the detector failed on this chunk: " + fault, fault);
        }
        evidence.heard(source, now);
        sources.save(source);
        scorer.refresh(source, now);
        if (source.epoch.ended && source.pipeline.isDone()) {
            end(source);
        }
        results.status(source, now);
    }

    /** Counts a chunk that has no place any more. */
    private void pass(LiveSource source, AudioRecord chunk, Placement placement) {
        source.epoch.late++;
        sources.saveEpoch(source);
        if (placement == Placement.REPEATED) {
            metrics.chunk(StreamMetrics.Outcome.REPEATED);
            return;
        }
        metrics.late();
        throw new RejectedChunkException(
                RejectReason.LATE,
                "samples " + chunk.firstSample() + ".." + chunk.endSample() + " of epoch " + chunk.epochId()
                        + " came after their place was passed; the next one due is " + source.epoch.nextSample
                        + " of epoch " + source.epoch.id);
    }

    private void beginAnew(LiveSource source, AudioRecord chunk, Placement placement) {
        flush(source);
        if (placement == Placement.NEW_EPOCH) {
            Epoch before = source.epoch;
            source.epoch = new Epoch(chunk, before.id);
            source.epoch.excessSeconds = before.excessSeconds;
            source.epoch.excessAtMs = before.excessAtMs;
            source.meter.reset();
        } else {
            if (chunk.firstSample() > source.epoch.nextSample) {
                source.epoch.skipTo(chunk.firstSample());
                metrics.gap();
            }
            source.epoch.stretchStart = source.epoch.nextSample;
            source.epoch.stale = false;
        }
        sources.open(source);
    }

    /** Scores what is left of the open stretch, without waiting for others, and closes it. */
    private void flush(LiveSource source) {
        if (source.pipeline == null) {
            return;
        }
        if (!source.pipeline.isFinished()) {
            source.pipeline.finish();
        }
        scorer.scoreAll(source, this::applied);
        scorer.forget(source);
        close(source);
    }

    private void close(LiveSource source) {
        evidence.closing(source, context.currentSystemTimeMs());
        sources.close(source);
    }

    private void scored(LiveSource source, Scores scores, int batchIndex) {
        applied(source, scores, batchIndex);
        evidence.heard(source, context.currentSystemTimeMs());
        sources.save(source);
        if (source.epoch.ended && source.pipeline.isDone()) {
            end(source);
            results.status(source, context.currentSystemTimeMs());
        }
    }

    private void applied(LiveSource source, Scores scores, int batchIndex) {
        DetectionSink events = found -> {
            SoundEvent event = results.event(source, found);
            if (!evidence.take(source, found, event)) {
                results.tell(event);
            }
        };
        ClipTagSink clips = clip -> results.clip(source, clip);
        if (scores == null) {
            source.pipeline.applyQuiet(events, clips);
        } else {
            source.pipeline.apply(scores, batchIndex, events, clips);
        }
    }

    private void end(LiveSource source) {
        close(source);
        sources.saveEpoch(source);
        source.state = SourceState.ENDED;
    }

    private void tick(long timestamp) {
        long now = context.currentSystemTimeMs();
        // A task that stood still did not hear its sources either: that time does not count against them.
        liveMs += Math.min(
                Math.max(0, now - tickMs),
                Math.max(1, settings.limits().staleAfter().toMillis() / 4));
        tickMs = now;
        long begin = System.nanoTime();
        while (scorer.isDue(now) && (System.nanoTime() - begin) / 1_000_000 < SLICE_MS) {
            scorer.scoreSome(this::scored);
        }
        if (liveMs - sweptLiveMs >= settings.limits().staleAfter().toMillis() / 8) {
            sweptLiveMs = liveMs;
            sweep(now);
        }
        evidence.settle(now);
        countWaiting();
    }

    private void sweep(long now) {
        List<LiveSource> forgotten = new ArrayList<>();
        for (LiveSource source : sources.all()) {
            boolean quiet =
                    liveMs - source.seenLiveMs >= settings.limits().staleAfter().toMillis();
            if (quiet && !source.epoch.ended && !source.epoch.stale) {
                flush(source);
                source.epoch.stale = true;
                sources.saveEpoch(source);
                source.state = SourceState.STALE;
                results.status(source, now);
            }
            if (!source.epoch.open
                    && now - source.epoch.seenMs
                            >= settings.limits().forgetAfter().toMillis()) {
                forgotten.add(source);
            }
        }
        for (LiveSource source : forgotten) {
            results.untrack(source);
            sources.forget(source);
        }
    }

    private void refuse(Record<byte[], byte[]> record, RejectedChunkException refusal) {
        RecordMetadata at = context.recordMetadata().orElseThrow();
        DeadLetter.Origin origin = new DeadLetter.Origin(at.topic(), at.partition(), at.offset());
        results.deadLetter(DeadLetter.of(record.key(), record.value(), record.headers(), origin, refusal));
        metrics.rejected(refusal.reason());
        String reason = refusal.reason().wireName();
        log.warn(
                reason,
                at.topic() + "-" + at.partition() + " offset " + at.offset() + " " + keyed(record.key())
                        + " is now a dead letter, " + reason + ": " + refusal.getMessage());
    }

    /** The key as a log may hold it, whatever a stranger put there: short, on one line, left to right. */
    static String keyed(byte[] key) {
        return key == null || key.length == 0
                ? "without a key"
                : "of "
                        + new String(key, 0, Math.min(key.length, LOGGED_KEY_BYTES), StandardCharsets.UTF_8)
                                .replaceAll("\\p{C}", "?");
    }

    /** Blocks that are ready and not yet scored. */
    int waiting() {
        return waiting;
    }

    private void countWaiting() {
        int now = scorer.backlog();
        metrics.waiting(now - waiting);
        waiting = now;
    }

    @Override
    public void close() {
        metrics.waiting(-waiting);
        waiting = 0;
        if (sources != null) {
            sources.all().forEach(results::untrack);
        }
    }
}
