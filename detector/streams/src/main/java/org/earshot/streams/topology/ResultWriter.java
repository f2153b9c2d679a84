package org.earshot.streams.topology;

import java.time.Instant;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.level.MinuteLevel;
import org.earshot.core.live.LiveEvent;
import org.earshot.core.live.LiveListener;
import org.earshot.core.live.LiveStatus;
import org.earshot.core.live.LiveTags;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;

/** Writes what was found, and how the sources are doing, to the topics. For the task's thread. */
public final class ResultWriter implements LiveListener {
    /**
     * Events are seen by their consumers once committed; asking for that more often costs more than it gains. A commit is one of all
     * tasks of a thread, so what counts is when the last one was, whoever asked for it.
     */
    static final long COMMIT_EVERY_MS = 200;

    private final ProcessorContext<byte[], byte[]> context;
    private final OutputRecords records;
    private final StreamMetrics metrics;
    private final BiConsumer<Chunk, RejectedChunkException> refused;
    private long committedMs;
    private boolean eventWaits;

    /** @param refused gets chunks that could not be used after all */
    ResultWriter(
            ProcessorContext<byte[], byte[]> context,
            StreamSettings settings,
            MaskNetwork network,
            StreamMetrics metrics,
            BiConsumer<Chunk, RejectedChunkException> refused) {
        this.context = context;
        this.records = new OutputRecords(network.manifest(), network.sha256(), settings);
        this.metrics = metrics;
        this.refused = refused;
    }

    @Override
    public void event(LiveEvent event) {
        write(records.event(event));
    }

    public long nowMs() {
        return context.currentSystemTimeMs();
    }

    /** The record of an event, not yet written. */
    public SoundEvent record(LiveEvent event) {
        return records.event(event);
    }

    public void write(SoundEvent event) {
        long now = context.currentSystemTimeMs();
        event.setEmittedAt(Instant.ofEpochMilli(now));
        context.forward(records.record(event), EarshotTopology.EVENTS);
        if (event.getPhase() == EventPhase.STARTED) {
            metrics.event(event.getLabel());
            metrics.latency(now - event.getOffset().toEpochMilli());
        }
        eventWaits = true;
        askForCommit(now);
    }

    /** Asks for a commit if an event waits for one and the last is not too near. */
    void askForCommit(long now) {
        // The clock may have been set back.
        if (eventWaits && Math.abs(now - committedMs) >= COMMIT_EVERY_MS) {
            context.commit();
            committed(now);
        }
    }

    /** The task is committed, or will be at once. */
    void committed(long now) {
        committedMs = now;
        eventWaits = false;
    }

    @Override
    public void tags(LiveTags tags) {
        context.forward(records.tags(tags, context.currentSystemTimeMs()), EarshotTopology.TAGS);
    }

    @Override
    public void status(LiveStatus status) {
        context.forward(records.status(status, context.currentSystemTimeMs()), EarshotTopology.SOURCE_STATUS);
    }

    @Override
    public void level(MinuteLevel level) {
        context.forward(records.level(level, context.currentSystemTimeMs()), EarshotTopology.LEVELS);
        metrics.level(level);
    }

    @Override
    public void forgotten(String sourceId) {
        context.forward(records.forgotten(sourceId, context.currentSystemTimeMs()), EarshotTopology.SOURCE_STATUS);
    }

    @Override
    public void refused(Chunk chunk, RejectedChunkException refusal) {
        refused.accept(chunk, refusal);
    }

    void deadLetter(DeadLetter letter) {
        context.forward(
                new Record<>(letter.key(), letter.value(), context.currentSystemTimeMs(), letter.headers()),
                EarshotTopology.DEAD_LETTERS);
    }
}
