package org.earshot.core.live;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.earshot.core.capture.Capture;
import org.earshot.core.capture.CaptureClock;
import org.earshot.core.capture.CaptureLog;
import org.earshot.core.capture.CapturePosition;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.EarlierCaptures;
import org.earshot.core.capture.HeldChunks;
import org.earshot.core.capture.HeldChunks.Held;
import org.earshot.core.capture.Placement;
import org.earshot.core.capture.Quota;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.detect.ClipTagSink;
import org.earshot.core.detect.DetectionSink;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.DetectorSettings.SoundKept;
import org.earshot.core.detect.SourcePipeline;
import org.earshot.core.detect.TaggedClip;
import org.earshot.core.detect.state.StateException;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.Manifest;

/**
 * Everything of one source: its captures and where their samples stand, its clock, its pipeline, its level, its open events,
 * the chunks that wait for a missing one. Nobody else changes any of it.
 *
 * <p>A session is a value in the {@link SourceStore}: {@link #load} it, let it {@link #take} a chunk or {@link #scored} scores,
 * {@link #save} it. It can be dropped from memory between two steps at any time.
 *
 * <p>Everything that a sender can make grow has a bound: {@value HeldChunks#MAX_CHUNKS} held chunks of {@value
 * HeldChunks#MAX_SECONDS} s, {@value EarlierCaptures#KEPT} earlier captures, {@value CaptureClock#MAX_ANCHORS} clock anchors, one
 * open event a label.
 *
 * <p>For one thread.
 */
final class SourceSession {
    final String id;
    private final SessionContext context;
    private final DetectorSettings settings;
    private final SessionEvents events;
    private final CaptureLog captures;
    private final HeldChunks held;
    private final Quota quota = new Quota();
    private final SessionHealth health = new SessionHealth();
    /** The open stretch; null while there is none. */
    private SourcePipeline pipeline;

    private long seenMs;
    private float lastSample;

    /** A source that nothing is known of. */
    SourceSession(String id, SessionContext context) {
        this.id = id;
        this.context = context;
        this.settings = context.settings().detector().apply(id);
        this.captures = new CaptureLog(context.meters());
        this.held = new HeldChunks(context.run());
        this.events = new SessionEvents(id, context, settings);
    }

    /**
     * A source as it was saved. A stretch of another model or layout is given up and its open events are ended.
     *
     * @throws StateException if the head cannot be read
     */
    static SourceSession load(String id, SessionContext context) {
        SourceSession session = new SourceSession(id, context);
        byte[] stored = context.store().head(id);
        SessionHead head = SessionHead.of(stored);
        try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(stored))) {
            session.read(head, from);
        } catch (IOException | RuntimeException e) {
            if (e instanceof RuntimeException fault) {
                context.rethrowFatal(fault);
            }
            throw new StateException("the record of source " + id + " is torn", e);
        }
        if (head.open() && session.pipeline == null) {
            // Its events were ended: said once.
            session.save();
        }
        return session;
    }

    /** Begins in the middle of a capture, of which all up to a sample has passed. */
    void join(Chunk chunk, long sample, long nowMs) {
        captures.join(chunk, sample);
        seenMs = nowMs;
    }

    // Where chunks belong

    /**
     * Where a chunk stands.
     *
     * @throws RejectedChunkException if its rate is not the capture's
     */
    Placement place(Chunk chunk) {
        Placement placement =
                captures.place(chunk, isOpen(), context.limits().gapFillMax().toMillis());
        boolean waitsAlready = placement.isTaken() && placement != Placement.NEW_CAPTURE && held.holds(chunk);
        return waitsAlready ? Placement.REPEATED : placement;
    }

    /** True if the chunk should wait a while for one before it. */
    boolean mustWait(Chunk chunk, Placement placement) {
        return (placement == Placement.AFTER_HOLE || placement == Placement.NEW_STRETCH)
                && !context.limits().reorder().isZero()
                && isOpen()
                && captures.hole(chunk) <= (long) HeldChunks.MAX_SECONDS * chunk.rateHz();
    }

    boolean hasRoomFor(Chunk chunk) {
        return held.hasRoomFor(chunk);
    }

    void hold(Chunk chunk, long arrivedMs, long idleMs, long nowMs) {
        seenMs = nowMs;
        held.add(chunk, arrivedMs, idleMs, context.store().parts(id));
    }

    /** The chunk whose wait is over, because the missing one came or did not come in time; null if there is none. */
    Held due(long arrivedMs, long idleMs) {
        Held first = held.first();
        if (first == null) {
            return null;
        }
        boolean fits = captures.hole(first.chunk()) <= captures.jitter();
        return fits || !isOpen() || held.isDue(context.limits().reorder().toMillis(), arrivedMs, idleMs) ? first : null;
    }

    Held firstHeld() {
        return held.first();
    }

    /** True if a chunk that waits must be taken before that one can be. */
    boolean comesBefore(Held one, Chunk chunk, Placement placement) {
        return one != null
                && (placement == Placement.NEW_CAPTURE
                        || placement == Placement.NEXT && chunk.endOfStream()
                        || (placement == Placement.AFTER_HOLE || placement == Placement.NEW_STRETCH)
                                && one.chunk().firstSample() < chunk.firstSample());
    }

    void release(Held one) {
        held.remove(one.chunk().firstSample(), context.store().parts(id));
    }

    // What becomes of them

    /** Counts a chunk that has no place any more. @throws RejectedChunkException if it is late */
    void pass(Chunk chunk, Placement placement) {
        captures.pass(chunk, placement);
    }

    /** Counts a chunk against the source's speed. @throws RejectedChunkException if it sends too fast */
    void charge(Chunk chunk, Placement placement, long arrivedMs) {
        long from = placement == Placement.NEXT || placement == Placement.AFTER_HOLE
                ? Math.max(captures.current().nextSample(), held.endSample())
                : chunk.firstSample();
        double seconds = Math.max(0, chunk.endSample() - from) / (double) chunk.rateHz();
        quota.charge(id, seconds, placement.beginsAnew(), arrivedMs, context.limits());
    }

    /** Takes the samples that are new. Before a chunk that begins anew, what was open must have been closed. */
    void take(Chunk chunk, Placement placement, long arrivedMs, long nowMs) {
        long begin = System.nanoTime();
        captures.begin(chunk, placement);
        Capture capture = captures.current();
        if (placement.beginsAnew()) {
            pipeline = new SourcePipeline(manifest(), settings, capture.rateHz);
        }
        if (placement == Placement.NEW_CAPTURE) {
            health.restart();
        }
        seenMs = nowMs;
        bridge(chunk, capture);
        int known = (int) Math.max(0, Math.min(chunk.samples(), capture.nextSample() - chunk.firstSample()));
        int fresh = chunk.samples() - known;
        if (fresh > 0) {
            pipeline.accept(chunk.mono(), known, fresh);
            lastSample = chunk.mono()[chunk.samples() - 1];
            health.measure(chunk.mono(), known, fresh, capture.rateHz);
            capture.took(chunk, arrivedMs);
            context.meters().skew(capture.skewMs());
        }
        if (chunk.endOfStream()) {
            pipeline.finish();
            capture.end();
        }
        events.heard(pipeline);
        if (capture.rateHz != manifest().frontEnd().rateHz()) {
            context.meters().resampled(capture.rateHz);
        }
        context.meters().chunk(known > 0 ? LiveMeters.Outcome.TRIMMED : LiveMeters.Outcome.ACCEPTED);
        context.meters().frontEnd(System.nanoTime() - begin);
    }

    /** Puts something in the place of samples that did not come. */
    private void bridge(Chunk chunk, Capture capture) {
        long hole = captures.hole(chunk);
        if (hole <= 0) {
            return;
        }
        if (hole <= captures.jitter()) {
            // An empty chunk, which only ends the stream, has no sample to go to.
            float next = chunk.samples() == 0 ? lastSample : chunk.mono()[0];
            float[] ramp = new float[(int) hole];
            for (int n = 0; n < ramp.length; n++) {
                ramp[n] = lastSample + (next - lastSample) * (n + 1) / (ramp.length + 1);
            }
            pipeline.accept(ramp, 0, ramp.length);
            capture.jumpTo(chunk.firstSample());
            return;
        }
        pipeline.fillGap(hole);
        capture.skipTo(chunk.firstSample());
        context.meters().gap();
    }

    // Scoring

    /** The open stretch, or null. */
    SourcePipeline pipeline() {
        return pipeline;
    }

    int readyBlocks() {
        return pipeline == null ? 0 : pipeline.readyBlocks();
    }

    /** True while more sound of the open stretch may come. */
    boolean isOpen() {
        return pipeline != null && !pipeline.isFinished();
    }

    /** True if the stretch has ended and all of it was scored. */
    boolean isDone() {
        return pipeline != null && pipeline.isDone();
    }

    /**
     * Takes the scores of the oldest ready block.
     *
     * @param scores null if nothing of the block was heard and the network was not asked
     */
    void scored(Scores scores, int batchIndex) {
        ClipTagSink clips = context.settings().tags() ? this::tagged : ClipTagSink.NONE;
        DetectionSink detections = found -> events.found(found, captures.current(), pipeline);
        if (scores == null) {
            pipeline.applyUnheard(detections, clips);
        } else {
            pipeline.apply(scores, batchIndex, detections, clips);
        }
        events.heard(pipeline);
    }

    private void tagged(TaggedClip clip) {
        Capture capture = captures.current();
        long start = capture.clock.microsAt(capture.stretchStart() + clip.startSample());
        context.listener()
                .tags(new LiveTags(
                        id,
                        capture.id,
                        start,
                        start + capture.clock.durationMicros(clip.endSample() - clip.startSample()),
                        clip.tags(),
                        clip.validFraction()));
    }

    /** Says that no more sound of the open stretch will come. */
    void finish() {
        if (isOpen()) {
            pipeline.finish();
            events.heard(pipeline);
        }
    }

    /** Closes the stretch, whose blocks have all been scored. */
    void close() {
        events.closing(pipeline);
        pipeline.discard(context.store().parts(id));
        pipeline = null;
        if (captures.current().ended()) {
            health.set(SourceHealth.ENDED);
        }
    }

    /** Gives the stretch up: what was found so far ends, the next chunk begins anew. */
    void abandon(EndReason reason) {
        events.abandon(reason);
        pipeline = null;
        context.store().deleteParts(id);
        held.rewrite(context.store().parts(id));
    }

    // Status

    /** The source fell silent. */
    void stale() {
        finish();
        health.set(SourceHealth.STALE);
    }

    /** Wall-clock time of the last chunk, milliseconds since 1970. */
    long seenMs() {
        return seenMs;
    }

    /** False before the first chunk. */
    boolean isKnown() {
        return captures.current() != null;
    }

    SourceHealth health() {
        return health.health();
    }

    /** Hands out the source's status if its health changed or the last one is old. */
    void tell(long nowMs) {
        if (health.isDue(nowMs, context.settings().statusInterval().toMillis())) {
            context.listener().status(health.status(id, captures.current(), captures.restarts()));
        }
    }

    /** What the detector must know of the source while it is not in memory. */
    SessionHead head() {
        return new SessionHead(pipeline != null, seenMs, readyBlocks(), held.size(), health());
    }

    /** Where the open stretch begins and which sample is due, for those who compare with what another run found. */
    CapturePosition position() {
        Capture capture = captures.current();
        return new CapturePosition(
                capture.epochId, pipeline != null, capture.rateHz, capture.stretchStart(), capture.nextSample());
    }

    private Manifest manifest() {
        return context.network().manifest();
    }

    // The stored form

    /** Writes what changed. */
    void save() {
        if (pipeline != null) {
            pipeline.save(context.store().parts(id));
        }
        context.store().putHead(id, bytes());
    }

    private byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream to = new DataOutputStream(bytes)) {
            head().write(to);
            to.writeLong(identity());
            health.write(to);
            to.writeFloat(lastSample);
            quota.write(to);
            captures.write(to);
            events.write(to);
            held.write(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void read(SessionHead head, DataInputStream from) throws IOException {
        from.skipBytes(SessionHead.BYTES);
        seenMs = head.seenMs();
        long identity = from.readLong();
        health.read(from, head.health());
        lastSample = from.readFloat();
        quota.read(from);
        captures.read(from);
        events.read(from);
        held.read(from, id, context.store().parts(id));
        if (head.open()) {
            restore(identity);
        }
    }

    private void restore(long identity) {
        if (identity != identity()) {
            abandon(EndReason.MODEL_CHANGED);
            return;
        }
        try {
            pipeline = SourcePipeline.restore(
                    manifest(),
                    settings,
                    captures.current().rateHz,
                    context.store().parts(id));
            events.hold(pipeline);
        } catch (RuntimeException e) {
            context.rethrowFatal(e);
            // Whatever is wrong with it, it must not stand in the way of the sound that follows.
            SessionTable.LOG.warn(
                    "source {}: {}; its open events end here and a new stretch begins with its next chunk",
                    id,
                    e.getMessage());
            abandon(EndReason.STATE_LOST);
        }
    }

    /** Tells states apart that must not be gone on with: of another model file, other thresholds or other rules for runs. */
    private long identity() {
        String name = context.model().sha256() + "|" + settings.withSoundKept(SoundKept.NONE);
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    }
}
