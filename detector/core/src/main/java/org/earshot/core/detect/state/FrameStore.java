package org.earshot.core.detect.state;

import java.nio.ByteBuffer;

/**
 * The frames of a source that are still needed: log-mel rows with the level and the share of real audio of each frame.
 *
 * <p>A frame that touches missing samples is invalid. The network must not see the hole in its place, whose edges look
 * like a click or a slam; so its row repeats the rows before it, backwards for {@value #MIRROR} frames, then forwards,
 * and so on, which keeps the texture of the sound before it. The scores of an invalid frame do not count.
 *
 * <pre>
 * rows     a b c d e f  missing ...
 * stored   a b c d e f  f e d c b a  a b c d e f  f e d ...
 * </pre>
 *
 * <p>Every number is held in steps of 1/1024 as 16 bits from the moment it comes in, whether it is ever stored or not,
 * so that a restored source goes on bit for bit. The layout in the store: {@link FrameSegments}.
 *
 * <p>For one thread. Rows are kept in a ring that grows only when frames pile up.
 */
public final class FrameStore {
    /** Heard rows that are repeated in the place of rows that were not. */
    private static final int MIRROR = 6;

    /** Rows before the next one that may be repeated and must be kept. */
    public static final int REPEATED_FROM = 2 * MIRROR;

    private static final float STEPS = 1024;
    private static final float SHARE_STEPS = 1 << 14;
    private static final double POWER_FLOOR = 1e-12;

    private final int mels;
    private final FrameSegments segments;
    private final int row;
    private short[] ring;
    private int capacity;
    private long first;
    private long frames;

    public FrameStore(int mels, int expectedFrames) {
        this.mels = mels;
        this.row = mels + 2;
        this.segments = new FrameSegments(row);
        this.capacity = Integer.highestOneBit(Math.max(16, expectedFrames - 1)) << 1;
        this.ring = new short[capacity * row];
    }

    /**
     * Appends a frame.
     *
     * @param power mean square of its samples
     * @param valid share of real audio, 0..1
     * @param heard false if any sample that its row depends on is missing
     */
    public void append(float[] logMel, double power, double valid, boolean heard) {
        makeRoom(frames - first + 1);
        int at = at(frames);
        for (int m = 0; m < mels; m++) {
            ring[at + m] = steps(logMel[m]);
        }
        ring[at + mels] = steps((float) Math.log(power + POWER_FLOOR));
        int invalidSteps = (int) Math.round((1 - valid) * SHARE_STEPS);
        ring[at + mels + 1] = (short) (heard ? invalidSteps : -1 - invalidSteps);
        if (!heard) {
            repeatEarlierRow(at);
        }
        frames++;
    }

    private void repeatEarlierRow(int at) {
        int unheard = 0;
        while (unheard < MIRROR && frames - 1 - unheard >= first && !heard(frames - 1 - unheard)) {
            unheard++;
        }
        long source = unheard < MIRROR ? frames - 1 - 2L * unheard : frames - REPEATED_FROM;
        if (source < first) {
            source = frames - 1;
        }
        if (source >= first) {
            System.arraycopy(ring, at(source), ring, at, mels);
        }
    }

    /** False if any sample that a frame's row depends on never came. */
    public boolean heard(long frame) {
        return ring[at(frame) + mels + 1] >= 0;
    }

    /** Number of frames that ever came. */
    public long frames() {
        return frames;
    }

    /** Copies log-mel rows [from, to) to [frames][mels]. */
    public void copy(long from, long to, float[] dst, int off) {
        int put = off;
        for (long t = from; t < to; t++) {
            int at = at(t);
            for (int m = 0; m < mels; m++) {
                dst[put++] = ring[at + m] / STEPS;
            }
        }
    }

    /** Mean square of a frame's samples, full scale 1. */
    public double power(long frame) {
        return Math.max(0, StrictMath.exp(ring[at(frame) + mels] / (double) STEPS) - POWER_FLOOR);
    }

    /** Share of a frame that is real audio, 0..1. */
    public double valid(long frame) {
        int steps = ring[at(frame) + mels + 1];
        return 1 - (steps < 0 ? -1 - steps : steps) / (double) SHARE_STEPS;
    }

    /** The first frame that is still needed. */
    public long first() {
        return first;
    }

    /** Says that earlier frames are not needed any more. */
    public void dropBefore(long frame) {
        first = Math.max(first, frame);
    }

    /** Writes the frames that are needed and not yet written. */
    public void save(StateStore store) {
        segments.write(first, frames, this::row, store);
    }

    /** Deletes every frame that was written. */
    public void discard(StateStore store) {
        segments.discard(store);
    }

    /** The most bytes that {@link #writeHead} writes. */
    public int headBytes() {
        return Long.BYTES + segments.headBytes();
    }

    /** Writes which frames are stored where. To be called after {@link #save}. */
    public void writeHead(ByteBuffer to) {
        to.putLong(frames);
        segments.writeHead(to);
    }

    /**
     * Takes over what {@link #writeHead} and {@link #save} wrote.
     *
     * @param firstNeeded {@link #first()} as it was
     */
    public void restore(ByteBuffer head, long firstNeeded, StateStore store) {
        frames = head.getLong();
        first = firstNeeded;
        if (first < 0 || first > frames) {
            throw new StateException("the stored state is torn: frames " + first + " to " + frames);
        }
        long oldest = segments.readHead(head, first, frames);
        makeRoom(frames - oldest);
        segments.read(this::setRow, store);
    }

    /** A whole row, as {@link #setRow} takes it. */
    private void row(long frame, short[] values) {
        System.arraycopy(ring, at(frame), values, 0, row);
    }

    private void setRow(long frame, short[] values) {
        System.arraycopy(values, 0, ring, at(frame), row);
    }

    private void makeRoom(long needed) {
        while (capacity < needed) {
            short[] wider = new short[2 * ring.length];
            for (long t = first; t < frames; t++) {
                System.arraycopy(ring, at(t), wider, (int) (t & (2L * capacity - 1)) * row, row);
            }
            ring = wider;
            capacity *= 2;
        }
    }

    private int at(long frame) {
        return (int) (frame & (capacity - 1)) * row;
    }

    private static short steps(float value) {
        return (short) Math.max(-Short.MAX_VALUE, Math.min(Short.MAX_VALUE, Math.round(value * STEPS)));
    }
}
