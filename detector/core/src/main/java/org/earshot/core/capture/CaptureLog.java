package org.earshot.core.capture;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/**
 * The captures of one source: the one in force, the last ones before it, and which chunk belongs where.
 *
 * <p>A chunk of the capture in force is placed by its sample index. Three things are not what they seem:
 *
 * <ul>
 *   <li>A count that goes back while the sender's time goes on was restarted under the old name: a new capture, named
 *       {@code boot@2026-01-01T00:00:03Z} in records, so that its events have other ids.
 *   <li>A chunk of an earlier capture, or one older than the beginning of the capture in force, is a stray and late. If the next
 *       chunk of the source goes on where it ended, the source has really gone there, and that one is taken.
 *   <li>Holes and overlaps of up to a two-hundredth of a second are jitter of the sender's count.
 * </ul>
 *
 * <p>Belongs to its session; for one thread.
 */
public final class CaptureLog {
    private static final long RESTART_MICROS = 1_000_000;
    private static final int JITTERS_PER_SECOND = 200;

    private final EarlierCaptures earlier = new EarlierCaptures();
    private final CaptureMeters meters;
    /** The capture in force; null before the first chunk. */
    private Capture capture;
    /** The one in force when the source was forgotten; null again once another has begun. */
    private Capture left;

    private String strayEpoch = "";
    private long strayNext;
    private long restarts;

    public CaptureLog(CaptureMeters meters) {
        this.meters = meters;
    }

    /** The capture in force, to look at; null before the first chunk, and before the first since the source was forgotten. */
    public Capture current() {
        return capture;
    }

    /** How often the sender restarted its count under the same name. */
    public long restarts() {
        return restarts;
    }

    /**
     * Decides where a chunk belongs.
     *
     * @param open true while a stretch of the capture is open
     * @param gapFillMaxMs longest hole that is bridged
     * @throws RejectedChunkException if its rate is not the capture's
     */
    public Placement place(Chunk chunk, boolean open, long gapFillMaxMs) {
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
        if (chunk.endSample() <= capture.nextSample() && (chunk.samples() > 0 || capture.ended())) {
            return capture.missed(chunk.firstSample(), chunk.endSample()) || isOffClock(chunk)
                    ? Placement.LATE
                    : Placement.REPEATED;
        }
        if (capture.ended()) {
            return Placement.LATE;
        }
        if (!open) {
            return Placement.NEW_STRETCH;
        }
        long hole = hole(chunk);
        if (hole <= jitter()) {
            return Placement.NEXT;
        }
        return hole * 1000.0 / capture.rateHz <= gapFillMaxMs ? Placement.AFTER_HOLE : Placement.NEW_STRETCH;
    }

    /** Samples that are missing before the chunk, which may be an empty one that ends the stream; negative if it overlaps. */
    public long hole(Chunk chunk) {
        return chunk.firstSample() - capture.nextSample();
    }

    /** Samples that may be missing without being a hole. */
    public long jitter() {
        return capture.rateHz / JITTERS_PER_SECOND;
    }

    /** Begins the capture or the stretch that a chunk belongs to, if it begins one. */
    public void begin(Chunk chunk, Placement placement) {
        strayEpoch = "";
        if (placement == Placement.NEW_CAPTURE) {
            String id = recordId(chunk);
            if (capture != null) {
                earlier.add(capture);
            }
            capture = new Capture(id, chunk);
            left = null;
        } else if (placement == Placement.NEW_STRETCH) {
            if (chunk.firstSample() > capture.nextSample()) {
                skip(chunk);
            }
            capture.beginStretch();
        }
    }

    /** The few samples that were missing before a chunk do not count. */
    public void bridge(Chunk chunk) {
        capture.jumpTo(chunk.firstSample());
    }

    /** The samples that were missing before a chunk are a hole. */
    public void skip(Chunk chunk) {
        capture.skipTo(chunk.firstSample());
        meters.gap();
    }

    /** Takes note of a chunk whose samples, up to its end, were taken. */
    public void took(Chunk chunk, long arrivedMs) {
        capture.took(chunk, arrivedMs);
    }

    /** No more sound of the capture in force will come. */
    public void end() {
        capture.end();
    }

    /** Begins in the middle of a capture, of which all up to a sample has passed. */
    public void join(Chunk chunk, long sample) {
        capture = new Capture(chunk.epochId(), chunk);
        capture.jumpTo(sample);
        capture.beginStretch();
    }

    /** The source was forgotten: what comes now begins a capture, under another name if its samples had the old one before. */
    public void leave() {
        earlier.add(capture);
        left = capture;
        capture = null;
        strayEpoch = "";
    }

    /** Counts a chunk that has no place any more. @throws RejectedChunkException if it is late */
    public void pass(Chunk chunk, Placement placement) {
        capture.countLate();
        if (placement == Placement.REPEATED) {
            meters.repeated();
            return;
        }
        strayEpoch = chunk.epochId();
        strayNext = chunk.endSample();
        throw new RejectedChunkException(
                RejectReason.LATE,
                "samples " + chunk.firstSample() + ".." + chunk.endSample() + " of epoch " + chunk.epochId()
                        + " came after their place was passed; the next one due is " + capture.nextSample()
                        + " of epoch " + capture.epochId);
    }

    private String recordId(Chunk chunk) {
        EarlierCaptures.Known known = earlier.find(chunk.epochId());
        boolean again = capture != null && chunk.epochId().equals(capture.epochId)
                || known != null && chunk.firstSample() < known.nextSample() && !isSentAgain(chunk);
        if (again) {
            restarts++;
            meters.restart();
            return chunk.epochId() + "@" + Instant.ofEpochMilli(Math.floorDiv(chunk.capturedMicros(), 1000));
        }
        return known == null ? chunk.epochId() : known.id();
    }

    /** True if a source that was forgotten sends what it had sent before, as the time of capture says: the same sound has the same ids. */
    private boolean isSentAgain(Chunk chunk) {
        return left != null && chunk.epochId().equals(left.epochId) && left.aheadMicros(chunk) <= RESTART_MICROS;
    }

    private boolean isRestart(Chunk chunk) {
        boolean back = chunk.samples() > 0
                && (chunk.endSample() <= capture.nextSample()
                        || chunk.firstSample() == 0 && capture.nextSample() > jitter());
        return back && (capture.aheadMicros(chunk) > RESTART_MICROS || isOffClock(chunk) && followsStray(chunk));
    }

    private boolean isOffClock(Chunk chunk) {
        return Math.abs(capture.aheadMicros(chunk)) > RESTART_MICROS;
    }

    private boolean followsStray(Chunk chunk) {
        return chunk.epochId().equals(strayEpoch)
                && Math.abs(chunk.firstSample() - strayNext) <= chunk.rateHz() / JITTERS_PER_SECOND;
    }

    public void write(DataOutput to) throws IOException {
        to.writeUTF(strayEpoch);
        to.writeLong(strayNext);
        to.writeLong(restarts);
        earlier.write(to);
        capture.write(to);
    }

    public void read(DataInput from) throws IOException {
        strayEpoch = from.readUTF();
        strayNext = from.readLong();
        restarts = from.readLong();
        earlier.read(from);
        capture = Capture.read(from);
    }
}
