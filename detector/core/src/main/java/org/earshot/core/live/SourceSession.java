package org.earshot.core.live;

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
import org.earshot.core.capture.WaitingChunks;
import org.earshot.core.detect.ClipTagSink;
import org.earshot.core.detect.DetectionSink;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.state.StateException;
import org.earshot.core.detect.state.StateStore;
import org.earshot.core.infer.Scores;
import org.earshot.core.level.SourceLevels;

/**
 * The state of one source, which nothing else changes: its captures, its clock, its open {@link Stretch}, its level, its
 * open events, the chunks that wait for a missing one. How chunks make captures and stretches: {@link Placement}.
 *
 * <p>A session is a value in the {@link SourceStore}: {@link #load} it, let it {@link #take} chunks and be {@link #scored},
 * {@link #save} it. Once saved it can be dropped from memory. Everything that a sender can make grow has a bound:
 * {@value HeldChunks#MAX_CHUNKS} held chunks of {@value HeldChunks#MAX_SECONDS} s, {@value EarlierCaptures#KEPT} earlier
 * captures, {@value CaptureClock#MAX_ANCHORS} clock anchors and {@value CaptureClock#MAX_STEPS} steps of the clock, one
 * open event a label. For one thread.
 */
public final class SourceSession {
    final String id;
    private final SessionContext context;
    private final long identity;
    private final SessionEvents events;
    private final CaptureLog captures;
    private final SourceLevels levels;
    private final Stretch stretch;
    private final WaitingChunks waiting;
    private final Quota quota = new Quota();
    private final SessionHealth health = new SessionHealth();
    private final SessionRecord record;
    private long seenMs;

    /** A source that nothing is known of. */
    SourceSession(String id, SessionContext context) {
        this.id = id;
        this.context = context;
        DetectorSettings settings = context.settings().detector().apply(id);
        this.identity = context.identities().of(settings);
        this.captures = new CaptureLog(context.meters());
        this.levels = context.levels(id, captures);
        this.stretch = new Stretch(context.manifest(), settings, levels);
        this.waiting = new WaitingChunks(captures, stretch::isOpen, context.limits(), context.run());
        this.events = new SessionEvents(id, context, settings);
        this.record = new SessionRecord(health, stretch, quota, captures, events, waiting, levels);
    }

    /**
     * A source as it was saved. A stretch of another model or layout is given up and its open events are ended.
     *
     * @throws StateException if the head cannot be read
     */
    static SourceSession load(String id, SessionContext context) {
        SourceSession session = new SourceSession(id, context);
        byte[] stored = context.store().head(id);
        if (stored == null) {
            throw new StateException("nothing is stored of source " + id);
        }
        SessionHead head = SessionHead.of(stored);
        try {
            session.read(head, stored);
        } catch (RuntimeException e) {
            context.rethrowFatal(e);
            throw new StateException("the record of source " + id + " is torn", e);
        }
        if (head.open() && !session.stretch.exists()) {
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

    /**
     * Where a chunk stands.
     *
     * @throws RejectedChunkException if its rate is not the capture's
     */
    Placement place(Chunk chunk) {
        Placement placement = captures.place(
                chunk, stretch.isOpen(), context.limits().gapFillMax().toMillis());
        boolean waitsAlready = placement.isTaken() && placement != Placement.NEW_CAPTURE && waiting.has(chunk);
        return waitsAlready ? Placement.REPEATED : placement;
    }

    /** The chunks that wait for one before them; to look at, {@link #hold} and {@link #release} change them. */
    WaitingChunks waiting() {
        return waiting;
    }

    /** Lets a chunk wait for the one before it. */
    void hold(Chunk chunk, long arrivedMs, long idleMs, long nowMs) {
        seenMs = nowMs;
        waiting.add(chunk, arrivedMs, idleMs);
    }

    /** Lets a chunk wait no longer. */
    void release(Held one) {
        waiting.release(one);
    }

    /** Counts a chunk that has no place any more. @throws RejectedChunkException if it is late */
    void pass(Chunk chunk, Placement placement) {
        captures.pass(chunk, placement);
    }

    /** Counts a chunk against the source's speed. @throws RejectedChunkException if it sends too fast */
    void charge(Chunk chunk, Placement placement, long arrivedMs) {
        long from = placement == Placement.NEXT || placement == Placement.AFTER_HOLE
                ? Math.max(captures.current().nextSample(), waiting.endSample())
                : chunk.firstSample();
        double seconds = Math.max(0, chunk.endSample() - from) / (double) chunk.rateHz();
        quota.charge(id, seconds, placement.beginsAnew(), arrivedMs, context.limits());
    }

    /** Takes the samples that are new. Before a chunk that starts over, what was open must have been closed. */
    void take(Chunk chunk, Placement placement, long arrivedMs, long nowMs) {
        long begin = System.nanoTime();
        captures.begin(chunk, placement);
        Capture capture = captures.current();
        if (placement.beginsAnew()) {
            stretch.begin(capture.rateHz);
        }
        if (placement == Placement.NEW_CAPTURE) {
            health.restart();
        }
        seenMs = nowMs;
        bridge(chunk);
        int known = (int) Math.max(0, Math.min(chunk.samples(), capture.nextSample() - chunk.firstSample()));
        int fresh = chunk.samples() - known;
        if (fresh > 0) {
            stretch.take(chunk.mono(), known, fresh);
            health.measure(chunk.mono(), known, fresh, capture.rateHz);
            captures.took(chunk, arrivedMs);
            context.meters().skew(capture.skewMs());
        }
        if (chunk.endOfStream()) {
            stretch.finish();
            captures.end();
        }
        events.heard(stretch.pipeline());
        if (capture.rateHz != context.manifest().frontEnd().rateHz()) {
            context.meters().resampled(capture.rateHz);
        }
        context.meters().chunk(known > 0 ? LiveMeters.Outcome.TRIMMED : LiveMeters.Outcome.ACCEPTED);
        context.meters().frontEnd(System.nanoTime() - begin);
    }

    /** Puts something in the place of samples that did not come. */
    private void bridge(Chunk chunk) {
        long hole = captures.hole(chunk);
        if (hole > 0 && stretch.bridge(hole, captures.jitter(), chunk)) {
            captures.bridge(chunk);
        } else if (hole > 0) {
            captures.skip(chunk);
        }
    }

    /** The open stretch. */
    Stretch stretch() {
        return stretch;
    }

    /**
     * Takes the scores of the oldest ready block.
     *
     * @param scores null if nothing of the block was heard and the network was not asked
     */
    void scored(Scores scores, int batchIndex) {
        ClipTagSink clips =
                context.settings().tags() ? clip -> events.tagged(clip, captures.current()) : ClipTagSink.NONE;
        DetectionSink detections = found -> events.found(found, captures.current(), stretch.pipeline());
        stretch.apply(scores, batchIndex, detections, clips);
        events.heard(stretch.pipeline());
    }

    /** Says that no more sound of the open stretch will come. */
    void finish() {
        if (stretch.isOpen()) {
            stretch.finish();
            events.heard(stretch.pipeline());
        }
    }

    /** Closes the stretch, whose blocks have all been scored. */
    void close() {
        events.closing(stretch.pipeline());
        stretch.close(context.store().parts(id));
        if (captures.current().ended()) {
            health.set(SourceHealth.ENDED);
            levels.report();
        }
    }

    /** Gives the stretch up: what was found so far ends, the next chunk starts over. */
    void abandon(EndReason reason) {
        stretch.giveUp();
        context.store().deleteParts(id);
        waiting.partsDeleted();
        events.abandon(reason);
    }

    /** The source fell silent. */
    void stale() {
        finish();
        health.set(SourceHealth.STALE);
        levels.report();
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

    /** Memory that it takes, about. */
    long bytes() {
        return SessionBudget.SESSION_BYTES + stretch.soundBytes() + waiting.bytes();
    }

    /** What the detector must know of the source while it is not in memory. */
    SessionHead head() {
        return new SessionHead(stretch.exists(), seenMs, stretch.readyBlocks(), waiting.size(), health());
    }

    /** Where the open stretch begins and which sample is due, for those who compare with what another run found. */
    CapturePosition position() {
        return captures.current().position(stretch.exists());
    }

    /** Writes what changed since it was saved last. */
    void save() {
        StateStore parts = context.store().parts(id);
        stretch.save(parts);
        waiting.save(parts);
        context.store().putHead(id, record.write(head(), identity));
    }

    private void read(SessionHead head, byte[] stored) {
        seenMs = head.seenMs();
        long storedIdentity = record.read(head, stored, id, context.store().parts(id));
        if (!head.open()) {
            return;
        }
        if (storedIdentity != identity) {
            abandon(EndReason.MODEL_CHANGED);
        } else {
            restoreStretch();
        }
    }

    private void restoreStretch() {
        try {
            stretch.restore(captures.current().rateHz, context.store().parts(id));
            events.hold(stretch.pipeline());
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
}
