package org.earshot.streams.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.earshot.core.capture.CapturePosition;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.live.HeapStore;
import org.earshot.core.live.LiveDetector;
import org.earshot.core.live.LiveEvent;
import org.earshot.core.live.LiveSettings;
import org.earshot.core.model.EventId;
import org.earshot.core.model.FrontEnd;
import org.earshot.schema.SoundEvent;

/** One source of an {@link OfflineDetector}: a live detector of its own, so that its clock is its own too. For one thread. */
final class OfflineSource {
    private final String id;
    /** The capture that was joined, as the detector here names it. */
    private final String joinedEpoch;
    /** The same capture as the emitted events name it. */
    private final String joinedName;

    private final List<LiveEvent> events = new ArrayList<>();
    /** By the name of the capture. */
    private final Map<String, Heard> captures = new LinkedHashMap<>();

    private final long stepMs;
    private final long lingerMs;
    private final long staleMs;
    private final EmittedOnsets emitted;
    private final LiveDetector detector;
    private long nowMs;
    /** Where the source stood at the end; empty before {@link #finish}. */
    private Optional<CapturePosition> end = Optional.empty();

    /** What was asked about in a capture. */
    private static final class Heard {
        private final int rateHz;
        /** First sample that counts whatever was asked. */
        private final long sure;

        private final SampleRanges sound = new SampleRanges();
        private long from = Long.MAX_VALUE;
        private long to = Long.MIN_VALUE;

        private Heard(int rateHz, long sure) {
            this.rateHz = rateHz;
            this.sure = sure;
        }
    }

    /** @param name of the capture of the first chunk, as the emitted events have it */
    OfflineSource(
            Chunk first,
            String name,
            long timestampMs,
            LiveSettings settings,
            MaskNetwork network,
            EmittedOnsets emitted) {
        id = first.sourceId();
        joinedEpoch = first.epochId();
        joinedName = name;
        this.emitted = emitted;
        nowMs = timestampMs;
        staleMs = settings.limits().staleAfter().toMillis();
        stepMs = Math.max(1, staleMs / 8);
        lingerMs = settings.batches().linger().toMillis();
        long begin = joined(first, network.manifest().frontEnd());
        long sure = begin == 0 ? 0 : begin + settled(first.rateHz());
        captures.put(name, new Heard(first.rateHz(), sure));

        // As if the detector had been stopped where the source is joined, and all that it received before was
        // discarded.
        detector = new LiveDetector(network, settings, new HeapStore(), events::add);
        detector.restore(nowMs);
        detector.join(first, begin, nowMs);
    }

    private long joined(Chunk chunk, FrontEnd frontEnd) {
        long begin = beginning(chunk, frontEnd);
        OptionalLong onset = emitted.after(id, joinedName, chunk.firstSample());
        if (begin == 0 || onset.isEmpty() || emitted.fits(begin, onset.getAsLong(), chunk.rateHz())) {
            return begin;
        }
        // The epoch was broken before the first record: where its clips begin is not known, but where its frames do.
        while (!emitted.fits(begin, onset.getAsLong(), chunk.rateHz())) {
            begin++;
        }
        return begin;
    }

    /** The first sample from the chunk's on at which a clip begins and the resampler stands as at sample 0. */
    static long beginning(Chunk chunk, FrontEnd frontEnd) {
        long clip = (long) frontEnd.clipFrames() * frontEnd.hopSamples() * chunk.rateHz();
        long clips = 1;
        while (clips * clip % frontEnd.rateHz() != 0) {
            clips++;
        }
        long period = clips * clip / frontEnd.rateHz();
        return (chunk.firstSample() + period - 1) / period * period;
    }

    /**
     * Takes the next chunk.
     *
     * @param arrivedMs the record's time
     * @param asked true if its sound is asked about
     * @throws RejectedChunkException if the detector refuses it
     */
    void take(Chunk chunk, long arrivedMs, boolean asked) {
        passPause(arrivedMs, chunk);
        detector.accept(chunk, arrivedMs, nowMs);
        // Only now it is known whether the chunk began another capture under the old name.
        String capture = detector.position(id)
                .filter(position -> position.epochId().equals(chunk.epochId()))
                .map(position -> name(position.captureId()))
                .orElse(chunk.epochId());
        Heard heard = captures.computeIfAbsent(capture, any -> new Heard(chunk.rateHz(), 0));
        if (asked && chunk.samples() > 0) {
            heard.from = Math.min(heard.from, chunk.firstSample());
            heard.to = Math.max(heard.to, chunk.endSample());
            heard.sound.add(chunk.firstSample(), chunk.endSample());
        }
    }

    void finish(long endMs) {
        score();
        passUntil(endMs);
        score();
        // A closed detector knows no sources any more.
        end = detector.position(id);
        detector.close();
    }

    List<LiveEvent> events() {
        return events;
    }

    /** An event of this source, with the name of its capture that the emitted events have. */
    SoundEvent named(SoundEvent event) {
        String capture = name(event.getEpochId());
        if (!capture.equals(event.getEpochId())) {
            event.setEpochId(capture);
            event.setEventId(EventId.of(id, capture, event.getLabel(), event.getOnsetSample(), event.getModelSha256())
                    .toString());
        }
        return event;
    }

    private String name(String captureId) {
        return captureId.equals(joinedEpoch) ? joinedName : captureId;
    }

    List<HeardSpan> spans() {
        List<HeardSpan> spans = new ArrayList<>();
        captures.forEach((capture, heard) -> {
            long known = end.filter(
                            last -> last.open() && name(last.captureId()).equals(capture))
                    .map(last -> last.nextSample() - settled(heard.rateHz))
                    .orElse(Long.MAX_VALUE);
            long from = Math.max(heard.from, heard.sure);
            long to = Math.min(heard.to, known);
            if (from < to) {
                spans.add(new HeardSpan(id, capture, heard.rateHz, from, to, heard.sound.count(from, to)));
            }
        });
        return spans;
    }

    /** Lets the time until a chunk pass, the source flushed in it or not as the events after it tell. */
    private void passPause(long timeMs, Chunk chunk) {
        Optional<Boolean> flushed = timeMs - nowMs < staleMs / 4 ? Optional.empty() : wasFlushed(chunk);
        if (flushed.isEmpty()) {
            passUntil(timeMs);
        } else if (flushed.get()) {
            passUntil(Math.max(timeMs, nowMs + staleMs + 2 * stepMs));
        } else {
            // At one go: to the detector it is itself that stood still, not the source.
            nowMs = timeMs;
            detector.tick(nowMs);
        }
    }

    /** Whether the detector flushed the source before this chunk; empty if nothing shows it. */
    private Optional<Boolean> wasFlushed(Chunk chunk) {
        Optional<CapturePosition> before = detector.position(id);
        if (before.isEmpty() || !before.get().open() || !goesOn(before.get(), chunk)) {
            return Optional.empty();
        }
        OptionalLong onset = emitted.after(id, name(before.get().captureId()), chunk.firstSample());
        if (onset.isEmpty()) {
            return Optional.empty();
        }
        boolean goesOn = emitted.fits(before.get().stretchStart(), onset.getAsLong(), chunk.rateHz());
        boolean beginsAnew = emitted.fits(before.get().nextSample(), onset.getAsLong(), chunk.rateHz());
        return goesOn == beginsAnew ? Optional.empty() : Optional.of(beginsAnew);
    }

    /** False for a chunk of another capture, also one whose count goes back. */
    private static boolean goesOn(CapturePosition before, Chunk chunk) {
        return before.epochId().equals(chunk.epochId()) && chunk.endSample() > before.nextSample();
    }

    private void passUntil(long timeMs) {
        while (nowMs < timeMs) {
            nowMs = Math.min(timeMs, nowMs + stepMs);
            detector.tick(nowMs);
        }
    }

    private void score() {
        passUntil(nowMs + lingerMs);
        while (detector.waiting() > 0) {
            detector.tick(nowMs);
        }
    }

    private static long settled(int rateHz) {
        return OfflineDetector.SETTLED.toSeconds() * rateHz;
    }
}
