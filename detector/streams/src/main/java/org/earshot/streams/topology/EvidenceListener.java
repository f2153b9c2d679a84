package org.earshot.streams.topology;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.detect.DetectorSettings.SoundKept;
import org.earshot.core.level.MinuteLevel;
import org.earshot.core.live.LiveEvent;
import org.earshot.core.live.LiveListener;
import org.earshot.core.live.LiveSettings;
import org.earshot.core.live.LiveStatus;
import org.earshot.core.live.LiveTags;
import org.earshot.core.log.RateLimitedLog;
import org.earshot.core.model.Manifest;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.evidence.ClipMemory;
import org.earshot.streams.evidence.EvidenceArchive;
import org.earshot.streams.evidence.EvidenceClip;
import org.earshot.streams.evidence.EvidenceSettings;
import org.earshot.streams.evidence.Stored;
import org.slf4j.LoggerFactory;

/**
 * Where an event that has ended waits until its evidence is decided: until the evidence store has its files, has failed or
 * has taken too long. Then it is written, with the address of its evidence or without; no event is lost because its evidence
 * is missing. Everything else is passed on.
 *
 * <p>What waits is in the task's store, so it continues after a restart. Clips are handed to the store of evidence in their turn, as
 * many as {@link ClipMemory} has room for; the others are not in memory. Files have the names of events: written once
 * more they are the same. For the task's thread.
 */
public final class EvidenceListener implements LiveListener {
    private static final String SOUND_GONE =
            "its sound is gone: it did not outlast a restart, or came before evidence was switched on";

    private final RateLimitedLog log =
            new RateLimitedLog(LoggerFactory.getLogger(EvidenceListener.class), Duration.ofSeconds(10));
    private final Optional<? extends EvidenceArchive> archive;
    private final EvidenceTable waiting;
    private final Manifest manifest;
    private final ResultWriter results;
    private final StreamMetrics metrics;
    /** Those whose turn has not come, the first one first. */
    private final Deque<PendingEvidence> queue = new ArrayDeque<>();

    private final List<PendingEvidence> inWork = new ArrayList<>();

    public EvidenceListener(
            Optional<? extends EvidenceArchive> archive,
            EvidenceTable waiting,
            Manifest manifest,
            ResultWriter results,
            StreamMetrics metrics) {
        this.archive = archive;
        this.waiting = waiting;
        this.manifest = manifest;
        this.results = results;
        this.metrics = metrics;
    }

    /** The settings with which sessions keep the sound that evidence is made of. */
    public static LiveSettings settings(
            LiveSettings settings, int rateHz, Optional<? extends EvidenceArchive> archive) {
        if (archive.isEmpty()) {
            return settings;
        }
        EvidenceSettings kept = archive.get().settings();
        return settings.keepingSound(new SoundKept(
                (int) EvidenceSettings.samples(kept.preRoll(), rateHz),
                (int) EvidenceSettings.samples(kept.longest(), rateHz),
                (int) EvidenceSettings.samples(kept.postRoll(), rateHz)));
    }

    /** Takes up what waited when the task was last at work. */
    public void restore(long nowMs) {
        for (PendingEvidence pending : waiting.all()) {
            work(pending, nowMs);
        }
        begin();
    }

    @Override
    public void event(LiveEvent event) {
        if (event.clip() == null) {
            results.event(event);
            return;
        }
        work(
                waiting.put(
                        results.record(event),
                        event.clip().onset(),
                        event.clip().offset(),
                        event.clip().samples()),
                results.nowMs());
        begin();
    }

    @Override
    public void tags(LiveTags tags) {
        results.tags(tags);
    }

    @Override
    public void status(LiveStatus status) {
        results.status(status);
    }

    @Override
    public void level(MinuteLevel level) {
        results.level(level);
    }

    @Override
    public void forgotten(String sourceId) {
        results.forgotten(sourceId);
    }

    @Override
    public void refused(Chunk chunk, RejectedChunkException refusal) {
        results.refused(chunk, refusal);
    }

    /** Tells the events whose evidence is decided. */
    public void settle(long nowMs) {
        for (PendingEvidence pending : List.copyOf(inWork)) {
            if (pending.kept.isDone()) {
                inWork.remove(pending);
                emit(pending, nowMs);
            } else if (isLate(pending, nowMs)) {
                inWork.remove(pending);
                pending.kept.cancel(false);
                emitLate(pending, nowMs);
            }
        }
        while (!queue.isEmpty() && isLate(queue.peek(), nowMs)) {
            emitLate(queue.poll(), nowMs);
        }
        begin();
    }

    /** Lets go of what is in work: whoever has the task next begins with what the store holds. */
    public void close() {
        queue.clear();
        inWork.forEach(pending -> pending.kept.cancel(false));
        inWork.clear();
    }

    private boolean isLate(PendingEvidence pending, long nowMs) {
        // The clock may have been set back.
        pending.sinceMs = Math.min(pending.sinceMs, nowMs);
        return nowMs - pending.sinceMs >= keep().patience().toMillis();
    }

    private void work(PendingEvidence pending, long nowMs) {
        SoundEvent event = pending.event;
        if (archive.isEmpty()) {
            giveUp(pending, nowMs, "evidence was switched off");
            return;
        }
        if (pending.pieces == 0) {
            giveUp(pending, nowMs, SOUND_GONE);
            return;
        }
        if (manifest.labels().indexOf(event.getLabel()) < 0) {
            giveUp(pending, nowMs, "the model in use does not know its label");
            return;
        }
        pending.sinceMs = nowMs;
        queue.add(pending);
    }

    /** Hands over the clips that have room. */
    private void begin() {
        while (!queue.isEmpty() && archive.orElseThrow().memory().take(waiting.samples(queue.peek()))) {
            PendingEvidence pending = queue.poll();
            long samples = waiting.samples(pending);
            try {
                pending.kept = start(pending);
            } catch (RuntimeException | Error e) {
                // The room is the process's, which outlasts this task.
                archive.orElseThrow().memory().give(samples);
                throw e;
            }
            pending.kept.whenComplete(
                    (stored, fault) -> archive.orElseThrow().memory().give(samples));
            inWork.add(pending);
        }
    }

    private CompletableFuture<Stored> start(PendingEvidence pending) {
        float[] clip = waiting.clip(pending);
        if (clip.length == 0) {
            return CompletableFuture.failedFuture(new IOException(SOUND_GONE));
        }
        SoundEvent event = pending.event;
        return archive.orElseThrow()
                .keep(new EvidenceClip(
                        event.getLabel(),
                        manifest.labels().indexOf(event.getLabel()),
                        event.getSourceId(),
                        event.getEventId(),
                        clip,
                        pending.onset,
                        pending.offset));
    }

    /** Emitted later: a task that is just starting cannot write yet. */
    private void giveUp(PendingEvidence pending, long nowMs, String why) {
        pending.sinceMs = nowMs;
        pending.kept = CompletableFuture.failedFuture(new IOException(why));
        inWork.add(pending);
    }

    private void emit(PendingEvidence pending, long nowMs) {
        try {
            Stored stored = pending.kept.join();
            pending.event.setEvidenceUri(stored.uri().toString());
            pending.event.setEvidenceSha256(stored.sha256());
            metrics.evidence("stored", nowMs - pending.sinceMs);
            waiting.delete(pending);
            results.write(pending.event);
        } catch (CompletionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            emitWithout(pending, "failed", nowMs, cause.getMessage() == null ? cause.toString() : cause.getMessage());
        }
    }

    private void emitLate(PendingEvidence pending, long nowMs) {
        emitWithout(
                pending,
                "late",
                nowMs,
                "it was not made and stored within " + keep().patience().toMillis()
                        + " ms; the store or this machine is too slow");
    }

    private void emitWithout(PendingEvidence pending, String outcome, long nowMs, String why) {
        metrics.evidence(outcome, nowMs - pending.sinceMs);
        log.warn(
                outcome,
                "source " + pending.event.getSourceId() + ": no evidence of " + pending.event.getLabel() + " at "
                        + pending.event.getOnset() + ", the event goes out without it: " + why);
        waiting.delete(pending);
        results.write(pending.event);
    }

    private EvidenceSettings keep() {
        return archive.orElseThrow().settings();
    }
}
