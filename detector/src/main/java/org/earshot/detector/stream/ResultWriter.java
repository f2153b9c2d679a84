package org.earshot.detector.stream;

import java.time.Instant;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.earshot.detector.detect.Detection;
import org.earshot.detector.detect.DetectorSettings;
import org.earshot.detector.detect.TaggedClip;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceState;

/** Writes what was found, and how the sources are doing, to the topics. For the task's thread. */
final class ResultWriter {
    /** Events are seen by their consumers once committed; asking for that more often costs more than it gains. */
    private static final long COMMIT_EVERY_MS = 200;

    /** Least time between two status records of a source, however often its state changes. */
    private static final long STATUS_AT_MOST_EVERY_MS = 1_000;

    private final ProcessorContext<byte[], byte[]> context;
    private final StreamSettings settings;
    private final Function<String, DetectorSettings> detector;
    private final OutputRecords records;
    private final StreamMetrics metrics;
    private long committedMs;

    ResultWriter(
            ProcessorContext<byte[], byte[]> context,
            StreamSettings settings,
            MaskNetwork network,
            StreamMetrics metrics) {
        this.context = context;
        this.settings = settings;
        this.detector = settings.detector();
        this.records = new OutputRecords(network, settings);
        this.metrics = metrics;
    }

    /** The record of what was found, not yet written. */
    SoundEvent event(LiveSource source, Detection found) {
        return records.event(source, found, detector.apply(source.id).thresholds(), context.currentSystemTimeMs());
    }

    void tell(SoundEvent event) {
        long now = context.currentSystemTimeMs();
        event.setEmittedAt(Instant.ofEpochMilli(now));
        context.forward(records.record(event), EarshotTopology.EVENTS);
        if (event.getPhase() == EventPhase.STARTED) {
            metrics.event(event.getLabel());
        }
        if (event.getPhase() == EventPhase.ENDED) {
            metrics.latency(now - event.getOffset().toEpochMilli());
        }
        if (now - committedMs >= COMMIT_EVERY_MS) {
            committedMs = now;
            context.commit();
        }
    }

    void clip(LiveSource source, TaggedClip clip) {
        if (settings.writeTags()) {
            context.forward(records.tags(source, clip, context.currentSystemTimeMs()), EarshotTopology.TAGS);
        }
    }

    /** Writes the source's status if its state changed or the last record is old. */
    void status(LiveSource source, long nowMs) {
        count(source);
        long age = nowMs - source.toldAtMs;
        boolean changed = source.state != source.toldState;
        boolean gone = source.state == SourceState.ENDED || source.state == SourceState.STALE;
        if (changed && (gone || age >= STATUS_AT_MOST_EVERY_MS)
                || age >= settings.statusInterval().toMillis()) {
            source.toldState = source.state;
            source.toldAtMs = nowMs;
            context.forward(records.status(source, nowMs), EarshotTopology.SOURCE_STATUS);
        }
    }

    void deadLetter(DeadLetter letter) {
        context.forward(
                new Record<>(letter.key(), letter.value(), context.currentSystemTimeMs(), letter.headers()),
                EarshotTopology.DEAD_LETTERS);
    }

    /** Counts a source among those of its state. */
    void track(LiveSource source) {
        source.toldState = source.state;
        count(source);
    }

    void untrack(LiveSource source) {
        metrics.moved(source.counted, SourceState.UNKNOWN);
        source.counted = SourceState.UNKNOWN;
    }

    private void count(LiveSource source) {
        if (source.counted != source.state) {
            metrics.moved(source.counted, source.state);
            source.counted = source.state;
        }
    }
}
