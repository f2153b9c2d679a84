package org.earshot.detector.live;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.earshot.detector.detect.ClipTagSink;
import org.earshot.detector.detect.DetectionSink;
import org.earshot.detector.detect.DetectorSettings;
import org.earshot.detector.detect.SourcePipeline;
import org.earshot.detector.detect.StateException;
import org.earshot.detector.detect.TaggedClip;
import org.earshot.detector.infer.Scores;
import org.earshot.detector.live.HeldChunks.Held;
import org.earshot.detector.model.Manifest;

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
    /** A count that goes back while time goes on by more than this was begun anew. */
    private static final long RESTART_MICROS = 1_000_000;

    /** Holes of up to a two-hundredth of a second are jitter of the sender's count. */
    private static final int JITTERS_PER_SECOND = 200;

    /** Least time between two statuses of a source, however often its health changes. */
    private static final long STATUS_AT_MOST_EVERY_MS = 1_000;

    final String id;
    private final SessionContext context;
    private final DetectorSettings settings;
    private final SessionEvents events;
    private final EarlierCaptures earlier = new EarlierCaptures();
    private final HeldChunks held = new HeldChunks();
    private final Quota quota = new Quota();
    private final SourceLevel level = new SourceLevel();
    /** The capture in force; null before the first chunk. */
    private Capture capture;
    /** The open stretch; null while there is none. */
    private SourcePipeline pipeline;
    /** The capture that a late chunk claimed to belong to, and the sample after it: a second one in a row is believed. */
    private String strayEpoch = "";

    private long strayNext;
    private long restarts;
    private long seenMs;
    private float lastSample;
    private SourceHealth health = SourceHealth.UNKNOWN;
    private SourceHealth toldHealth = SourceHealth.UNKNOWN;
    private long toldAtMs;

    /** A source that nothing is known of. */
    SourceSession(String id, SessionContext context) {
        this.id = id;
        this.context = context;
        this.settings = context.settings().detector().apply(id);
        this.events = new SessionEvents(id, context, settings);
    }

    /**
     * A source as it was saved. A stretch of another model or layout is given up and its open events are ended.
     *
     * @throws StateException if the head cannot be read
     */
    static SourceSession load(String id, SessionContext context, long nowMs) {
        SourceSession session = new SourceSession(id, context);
        byte[] stored = context.store().head(id);
        SessionHead head = SessionHead.of(stored);
        try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(stored))) {
            session.read(head, from, nowMs);
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new StateException("the record of source " + id + " is torn", e);
        }
        return session;
    }

    /** Begins in the middle of a capture, of which all up to a sample has passed. */
    void join(Chunk chunk, long sample, long nowMs) {
        capture = new Capture(chunk.epochId(), chunk);
        capture.stretchStart = sample;
        capture.nextSample = sample;
        seenMs = nowMs;
    }

    // Where chunks belong

    /**
     * Where a chunk stands.
     *
     * @throws RejectedChunkException if its rate is not the capture's
     */
    Placement place(Chunk chunk) {
        if (capture == null) {
            return Placement.NEW_CAPTURE;
        }
        if (!chunk.epochId().equals(capture.epochId)) {
            boolean stray = earlier.find(chunk.epochId()) != null || chunk.capturedMicros() < capture.beganMicros;
            return stray && !followsStray(chunk) ? Placement.LATE : Placement.NEW_CAPTURE;
        }
        if (isRestart(chunk)) {
            return Placement.NEW_CAPTURE;
        }
        if (chunk.rateHz() != capture.rateHz) {
            throw new RejectedChunkException(
                    RejectReason.WRONG_RATE,
                    "sample_rate_hz is " + chunk.rateHz() + ", the epoch began with " + capture.rateHz
                            + "; begin a new epoch when the rate changes");
        }
        if (isPassed(chunk)) {
            return capture.passed.touches(chunk.firstSample(), chunk.endSample()) || isOffClock(chunk)
                    ? Placement.LATE
                    : Placement.REPEATED;
        }
        if (capture.ended) {
            return Placement.LATE;
        }
        if (held.holds(chunk.firstSample())) {
            return Placement.REPEATED;
        }
        if (!isOpen()) {
            return Placement.NEW_STRETCH;
        }
        long hole = hole(chunk);
        if (hole <= jitter()) {
            return Placement.NEXT;
        }
        return hole * 1000.0 / capture.rateHz <= context.limits().gapFillMax().toMillis()
                ? Placement.AFTER_HOLE
                : Placement.NEW_STRETCH;
    }

    private boolean isPassed(Chunk chunk) {
        return chunk.endSample() <= capture.nextSample && (chunk.samples() > 0 || capture.ended);
    }

    /** The count went back while the sender's time went on: the device began anew and kept the capture's name. */
    private boolean isRestart(Chunk chunk) {
        boolean back = chunk.samples() > 0
                && (chunk.endSample() <= capture.nextSample
                        || chunk.firstSample() == 0 && capture.nextSample > jitter());
        return back && (capture.aheadMicros(chunk) > RESTART_MICROS || isOffClock(chunk) && followsStray(chunk));
    }

    private boolean isOffClock(Chunk chunk) {
        return Math.abs(capture.aheadMicros(chunk)) > RESTART_MICROS;
    }

    private boolean followsStray(Chunk chunk) {
        return chunk.epochId().equals(strayEpoch) && Math.abs(chunk.firstSample() - strayNext) <= chunk.rateHz() / 200;
    }

    private long hole(Chunk chunk) {
        return chunk.samples() == 0 ? 0 : chunk.firstSample() - capture.nextSample;
    }

    private long jitter() {
        return capture.rateHz / JITTERS_PER_SECOND;
    }

    /** True if the chunk should wait a while for one before it. */
    boolean mustWait(Chunk chunk, Placement placement) {
        return (placement == Placement.AFTER_HOLE || placement == Placement.NEW_STRETCH)
                && !context.limits().reorder().isZero()
                && isOpen()
                && hole(chunk) <= (long) HeldChunks.MAX_SECONDS * capture.rateHz;
    }

    boolean hasRoomFor(Chunk chunk) {
        return held.hasRoomFor(chunk);
    }

    void hold(Chunk chunk, long arrivedMs, long nowMs) {
        seenMs = nowMs;
        held.add(chunk, arrivedMs, nowMs, context.store().parts(id));
    }

    /** The chunk whose wait is over, because the missing one came or did not come in time; null if there is none. */
    Held due(long arrivedMs, long nowMs) {
        Held first = held.first();
        if (first == null) {
            return null;
        }
        boolean fits = first.chunk().firstSample() <= capture.nextSample + jitter();
        return fits || !isOpen() || held.isDue(context.limits().reorder().toMillis(), arrivedMs, nowMs) ? first : null;
    }

    Held firstHeld() {
        return held.first();
    }

    void release(Held one) {
        held.remove(one.chunk().firstSample(), context.store().parts(id));
    }

    // What becomes of them

    /** Counts a chunk that has no place any more. @throws RejectedChunkException if it is late */
    void pass(Chunk chunk, Placement placement) {
        capture.late++;
        if (placement == Placement.REPEATED) {
            context.meters().chunk(LiveMeters.Outcome.REPEATED);
            return;
        }
        strayEpoch = chunk.epochId();
        strayNext = chunk.endSample();
        throw new RejectedChunkException(
                RejectReason.LATE,
                "samples " + chunk.firstSample() + ".." + chunk.endSample() + " of epoch " + chunk.epochId()
                        + " came after their place was passed; the next one due is " + capture.nextSample
                        + " of epoch " + capture.epochId);
    }

    /** Counts a chunk against the source's speed. @throws RejectedChunkException if it sends too fast */
    void charge(Chunk chunk, Placement placement, long arrivedMs) {
        long from = placement == Placement.NEXT || placement == Placement.AFTER_HOLE
                ? Math.max(capture.nextSample, held.endSample())
                : chunk.firstSample();
        double seconds = Math.max(0, chunk.endSample() - from) / (double) chunk.rateHz();
        quota.charge(id, seconds, placement.beginsAnew(), arrivedMs, context.limits());
    }

    /** Takes the samples that are new. Before a chunk that begins anew, what was open must have been closed. */
    void take(Chunk chunk, Placement placement, long arrivedMs, long nowMs) {
        long begin = System.nanoTime();
        if (placement == Placement.NEW_CAPTURE) {
            beginCapture(chunk);
        } else if (placement == Placement.NEW_STRETCH) {
            beginStretch(chunk);
        }
        strayEpoch = "";
        seenMs = nowMs;
        bridge(chunk);
        int known = (int) Math.max(0, Math.min(chunk.samples(), capture.nextSample - chunk.firstSample()));
        int fresh = chunk.samples() - known;
        if (fresh > 0) {
            pipeline.accept(chunk.mono(), known, fresh);
            lastSample = chunk.mono()[chunk.samples() - 1];
            health = level.measure(chunk.mono(), known, fresh, capture.rateHz, health);
            capture.clock.observe(chunk.firstSample(), chunk.capturedMicros());
            capture.nextSample = chunk.endSample();
            capture.lastMicros = chunk.capturedMicros() + capture.clock.durationMicros(chunk.samples());
            capture.skewMs = arrivedMs - capture.lastMicros / 1000;
            context.meters().skew(capture.skewMs);
        }
        if (chunk.endOfStream()) {
            pipeline.finish();
            capture.ended = true;
        }
        events.heard(pipeline);
        if (capture.rateHz != manifest().frontEnd().rateHz()) {
            context.meters().resampled(capture.rateHz);
        }
        context.meters().chunk(known > 0 ? LiveMeters.Outcome.TRIMMED : LiveMeters.Outcome.ACCEPTED);
        context.meters().frontEnd(System.nanoTime() - begin);
    }

    private void beginCapture(Chunk chunk) {
        String captureId = chunk.epochId();
        if (capture != null) {
            EarlierCaptures.Known known = earlier.find(chunk.epochId());
            if (chunk.epochId().equals(capture.epochId) || known != null && chunk.firstSample() < known.nextSample()) {
                // Dated, so that its events cannot have the ids of the first.
                captureId += "@" + Instant.ofEpochMilli(Math.floorDiv(chunk.capturedMicros(), 1000));
                restarts++;
                context.meters().restart();
            } else if (known != null) {
                captureId = known.id();
            }
            earlier.add(capture);
        }
        capture = new Capture(captureId, chunk);
        level.reset();
        open();
    }

    private void beginStretch(Chunk chunk) {
        if (chunk.firstSample() > capture.nextSample) {
            capture.skipTo(chunk.firstSample());
            context.meters().gap();
        }
        capture.stretchStart = capture.nextSample;
        open();
    }

    private void open() {
        pipeline = new SourcePipeline(manifest(), settings, capture.rateHz);
    }

    /** Puts something in the place of samples that did not come. */
    private void bridge(Chunk chunk) {
        long hole = hole(chunk);
        if (hole <= 0) {
            return;
        }
        if (hole <= jitter()) {
            float[] ramp = new float[(int) hole];
            for (int n = 0; n < ramp.length; n++) {
                ramp[n] = lastSample + (chunk.mono()[0] - lastSample) * (n + 1) / (ramp.length + 1);
            }
            pipeline.accept(ramp, 0, ramp.length);
            capture.nextSample = chunk.firstSample();
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
        DetectionSink detections = found -> events.found(found, capture, pipeline);
        if (scores == null) {
            pipeline.applyUnheard(detections, clips);
        } else {
            pipeline.apply(scores, batchIndex, detections, clips);
        }
        events.heard(pipeline);
    }

    private void tagged(TaggedClip clip) {
        long start = capture.clock.microsAt(capture.stretchStart + clip.startSample());
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
        if (capture.ended) {
            health = SourceHealth.ENDED;
        }
    }

    /** Gives the stretch up: what was found so far ends, the next chunk begins anew. */
    void abandon(EndReason reason) {
        events.abandon(reason);
        pipeline = null;
        held.clear();
        context.store().deleteParts(id);
    }

    // Status

    /** The source fell silent. */
    void stale() {
        finish();
        health = SourceHealth.STALE;
    }

    /** Wall-clock time of the last chunk, milliseconds since 1970. */
    long seenMs() {
        return seenMs;
    }

    /** False before the first chunk. */
    boolean isKnown() {
        return capture != null;
    }

    SourceHealth health() {
        return health;
    }

    /** Hands out the source's status if its health changed or the last one is old. */
    void tell(long nowMs) {
        long age = nowMs - toldAtMs;
        boolean gone = health == SourceHealth.ENDED || health == SourceHealth.STALE;
        boolean changed = health != toldHealth && (gone || age >= STATUS_AT_MOST_EVERY_MS);
        if (!changed && age < context.settings().statusInterval().toMillis()) {
            return;
        }
        toldHealth = health;
        toldAtMs = nowMs;
        context.listener()
                .status(new LiveStatus(
                        id,
                        capture.id,
                        health,
                        capture.lastMicros,
                        capture.rateHz,
                        capture.gaps,
                        capture.late,
                        restarts,
                        level.levelDbfs(),
                        level.clippedShare(),
                        level.silentShare(),
                        capture.skewMs));
    }

    /** What the detector must know of the source while it is not in memory. */
    SessionHead head() {
        return new SessionHead(pipeline != null, seenMs, readyBlocks(), held.size(), health);
    }

    /** Where the open stretch begins and which sample is due, for those who compare with what another run found. */
    CapturePosition position() {
        return new CapturePosition(
                capture.epochId, pipeline != null, capture.rateHz, capture.stretchStart, capture.nextSample);
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
            to.writeByte(toldHealth.ordinal());
            to.writeLong(toldAtMs);
            to.writeLong(restarts);
            to.writeFloat(lastSample);
            to.writeUTF(strayEpoch);
            to.writeLong(strayNext);
            quota.write(to);
            earlier.write(to);
            capture.write(to);
            events.write(to);
            held.write(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void read(SessionHead head, DataInputStream from, long nowMs) throws IOException {
        from.skipBytes(SessionHead.BYTES);
        seenMs = head.seenMs();
        health = head.health();
        long identity = from.readLong();
        toldHealth = SourceHealth.values()[from.readByte()];
        toldAtMs = from.readLong();
        restarts = from.readLong();
        lastSample = from.readFloat();
        strayEpoch = from.readUTF();
        strayNext = from.readLong();
        quota.read(from);
        earlier.read(from);
        capture = Capture.read(from);
        events.read(from);
        held.read(from, id, context.store().parts(id), nowMs);
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
                    manifest(), settings, capture.rateHz, context.store().parts(id));
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
        String name = String.join(
                "|",
                context.model().sha256(),
                settings.thresholds().toString(),
                settings.runRules().toString(),
                Integer.toString(settings.clipBlocks()));
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    }
}
