package org.earshot.detector.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.earshot.detector.detect.Detection;
import org.earshot.detector.detect.DetectorSettings.SoundKept;
import org.earshot.detector.detect.SourcePipeline;
import org.earshot.detector.evidence.EvidenceClip;
import org.earshot.detector.evidence.EvidenceKeeper;
import org.earshot.detector.evidence.EvidenceSettings;
import org.earshot.detector.evidence.EvidenceWindow;
import org.earshot.detector.evidence.Stored;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.log.RateLimitedLog;
import org.earshot.detector.model.Manifest;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.slf4j.LoggerFactory;

/**
 * Where an event that has ended waits until its evidence is decided: until the sound after it is there, and then until the
 * store has its files, has failed or has taken too long. Then it is told, with the address of its evidence or without; no
 * event is lost for want of evidence.
 *
 * <p>What waits lies in the task's store, so it goes on after a restart. Files have the names of events: written once more they
 * are the same. For the task's thread.
 */
final class EvidenceDesk {
    private final RateLimitedLog log =
            new RateLimitedLog(LoggerFactory.getLogger(EvidenceDesk.class), Duration.ofSeconds(10));
    private final Optional<EvidenceKeeper> keeper;
    private final EvidenceBook book;
    private final Manifest manifest;
    private final int rateHz;
    private final ResultWriter results;
    private final StreamMetrics metrics;
    private final Map<String, List<PendingEvidence>> waiting = new LinkedHashMap<>();
    private final List<PendingEvidence> inWork = new ArrayList<>();

    EvidenceDesk(
            Optional<EvidenceKeeper> keeper,
            EvidenceBook book,
            Manifest manifest,
            ResultWriter results,
            StreamMetrics metrics) {
        this.keeper = keeper;
        this.book = book;
        this.manifest = manifest;
        this.rateHz = manifest.frontEnd().rateHz();
        this.results = results;
        this.metrics = metrics;
    }

    /** The settings with which pipelines keep the sound that evidence is made of. */
    static StreamSettings settings(StreamSettings settings, MaskNetwork network, Optional<EvidenceKeeper> keeper) {
        if (keeper.isEmpty()) {
            return settings;
        }
        EvidenceSettings kept = keeper.get().settings();
        int rateHz = network.manifest().frontEnd().rateHz();
        return settings.keepingSound(new SoundKept((int) EvidenceSettings.samples(kept.preRoll(), rateHz), (int)
                EvidenceSettings.samples(kept.longest(), rateHz)));
    }

    /** Takes up what waited when the task was last at work. */
    void restore(SourceTable sources, long nowMs) {
        for (PendingEvidence pending : book.all()) {
            LiveSource source = sources.get(pending.event.getSourceId());
            if (keeper.isPresent() && pending.clip != null && pending.clip.length > 0) {
                work(pending, nowMs);
            } else if (keeper.isPresent() && pending.clip == null && hears(source)) {
                await(source, pending);
            } else {
                giveUp(pending, nowMs, "its sound did not outlast the restart");
            }
        }
    }

    /**
     * Takes an event that has ended, if there will be evidence of it.
     *
     * @return false if the event is to be told at once
     */
    boolean take(LiveSource source, Detection found, SoundEvent event) {
        if (keeper.isEmpty() || event.getPhase() != EventPhase.ENDED) {
            return false;
        }
        long onset = source.pipeline.modelSampleAtOrBefore(found.onsetSample());
        long offset = source.pipeline.modelSampleAtOrAfter(found.offsetSample());
        var pending = new PendingEvidence(event, onset, offset, null);
        book.put(pending);
        await(source, pending);
        return true;
    }

    /** Looks after the events of a source that wait for sound, now that there is more of it or more of it was scored. */
    void heard(LiveSource source, long nowMs) {
        if (!waiting.containsKey(source.id) || source.pipeline == null) {
            return;
        }
        for (PendingEvidence pending : List.copyOf(waiting.get(source.id))) {
            if (source.pipeline.isFinished()
                    || source.pipeline.endSound() >= pending.offset + samples(keep().postRoll())) {
                cut(source, pending, nowMs);
            }
        }
        hold(source);
    }

    /** The sound of a source ends: what waits for more takes what there is. */
    void closing(LiveSource source, long nowMs) {
        for (PendingEvidence pending : List.copyOf(waiting.getOrDefault(source.id, List.of()))) {
            cut(source, pending, nowMs);
        }
    }

    /** Keeps the sound that the source's events wait with. */
    void hold(LiveSource source) {
        List<PendingEvidence> all = waiting.get(source.id);
        if (all == null || source.pipeline == null) {
            return;
        }
        long from = Long.MAX_VALUE;
        for (PendingEvidence pending : all) {
            from = Math.min(from, begin(pending) - samples(keep().preRoll()));
        }
        source.pipeline.holdSoundFrom(from);
        if (all.isEmpty()) {
            waiting.remove(source.id);
        }
    }

    /** Tells the events whose evidence is decided. */
    void settle(long nowMs) {
        if (inWork.isEmpty()) {
            return;
        }
        for (PendingEvidence pending : List.copyOf(inWork)) {
            if (pending.kept.isDone()) {
                inWork.remove(pending);
                tell(pending, nowMs);
            } else if (nowMs - pending.sinceMs >= keep().patience().toMillis()) {
                inWork.remove(pending);
                pending.kept.cancel(false);
                tellWithout(
                        pending,
                        "late",
                        nowMs,
                        "it was not made and stored within " + keep().patience().toMillis()
                                + " ms; the store or this machine is too slow");
            }
        }
    }

    private void await(LiveSource source, PendingEvidence pending) {
        waiting.computeIfAbsent(source.id, id -> new ArrayList<>()).add(pending);
        hold(source);
    }

    private void cut(LiveSource source, PendingEvidence pending, long nowMs) {
        waiting.get(source.id).remove(pending);
        SourcePipeline pipeline = source.pipeline;
        var window = EvidenceWindow.around(
                begin(pending),
                pending.offset,
                samples(keep().preRoll()),
                samples(keep().postRoll()),
                new EvidenceWindow(pipeline.firstSound(), pipeline.endSound()));
        float[] clip = pipeline.copySound(window.first(), window.end());
        if (clip.length == 0) {
            giveUp(pending, nowMs, "its sound is gone; it was heard before evidence was switched on");
            return;
        }
        var ready = new PendingEvidence(
                pending.event,
                Math.max(0, pending.onset - window.first()),
                Math.min(clip.length, pending.offset - window.first()),
                clip);
        book.put(ready);
        work(ready, nowMs);
    }

    private void work(PendingEvidence pending, long nowMs) {
        SoundEvent event = pending.event;
        int label = manifest.labels().indexOf(event.getLabel());
        if (label < 0) {
            giveUp(pending, nowMs, "the model in use does not know its label");
            return;
        }
        pending.sinceMs = nowMs;
        pending.kept = keeper.orElseThrow()
                .keep(new EvidenceClip(
                        event.getLabel(),
                        label,
                        event.getSourceId(),
                        event.getEventId(),
                        pending.clip,
                        pending.onset,
                        pending.offset));
        inWork.add(pending);
    }

    /** Not told here: a task that is just starting cannot write yet. */
    private void giveUp(PendingEvidence pending, long nowMs, String why) {
        pending.sinceMs = nowMs;
        pending.kept = CompletableFuture.failedFuture(new IOException(why));
        inWork.add(pending);
    }

    private void tell(PendingEvidence pending, long nowMs) {
        try {
            Stored stored = pending.kept.join();
            pending.event.setEvidenceUri(stored.uri().toString());
            pending.event.setEvidenceSha256(stored.sha256());
            metrics.evidence("stored", nowMs - pending.sinceMs);
            book.delete(pending);
            results.tell(pending.event);
        } catch (CompletionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            tellWithout(pending, "failed", nowMs, cause.getMessage() == null ? cause.toString() : cause.getMessage());
        }
    }

    private void tellWithout(PendingEvidence pending, String outcome, long nowMs, String why) {
        metrics.evidence(outcome, nowMs - pending.sinceMs);
        log.warn(
                outcome,
                "source " + pending.event.getSourceId() + ": no evidence of " + pending.event.getLabel() + " at "
                        + pending.event.getOnset() + ", the event goes out without it: " + why);
        book.delete(pending);
        results.tell(pending.event);
    }

    /** First sample that is kept of the event itself. */
    private long begin(PendingEvidence pending) {
        return Math.max(pending.onset, pending.offset - samples(keep().longest()));
    }

    private static boolean hears(LiveSource source) {
        return source != null && source.pipeline != null && source.pipeline.keepsSound();
    }

    private EvidenceSettings keep() {
        return keeper.orElseThrow().settings();
    }

    private long samples(Duration duration) {
        return EvidenceSettings.samples(duration, rateHz);
    }
}
