package org.earshot.core.detect.state;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The frames of a source that are still needed: log-mel rows with the level and the share of real audio of each frame.
 *
 * <p>A frame that touches samples which never came was not heard. The network must not see the hole in its place, whose edges
 * look like a click or a slam; so its row repeats the rows before it, backwards for {@value #MIRROR} frames, then forwards, and
 * so on, which keeps the texture of what was heard. What the network says of such a frame itself counts for nothing.
 *
 * <p>Every number is held in steps of 1/1024 as 16 bits from the moment it comes in, whether it is ever stored or not, so
 * that a restored source goes on bit for bit. In the store lie segments of eight frames, each written once and deleted when
 * no longer needed; the frames after the last whole segment (the tail) belong to the head. Both hold what is left of each
 * number after a guess from the frame before and the band below ({@link PackedInts}), about 11 bits.
 *
 * <p>For one thread. Rows lie in a ring that grows only when frames pile up.
 */
public final class FrameStore {
    static final int SEGMENT_FRAMES = 8;

    /** Heard rows that are repeated in the place of rows that were not. */
    private static final int MIRROR = 6;

    /** Rows before the next one that may be repeated: so many must be kept. */
    public static final int REPEATED_FROM = 2 * MIRROR;

    private static final float STEPS = 1024;
    private static final float SHARE_STEPS = 1 << 14;
    private static final double POWER_FLOOR = 1e-12;

    private final int mels;
    private final int row;
    private final int[] residuals;
    private final PackedInts packer;
    private short[] ring;
    private int capacity;
    private long first;
    private long frames;
    private long writtenFrom;
    private long writtenTo;

    public FrameStore(int mels, int expectedFrames) {
        this.mels = mels;
        this.row = mels + 2;
        this.residuals = new int[SEGMENT_FRAMES * row];
        this.packer = new PackedInts(row);
        this.capacity = Integer.highestOneBit(Math.max(16, expectedFrames - 1)) << 1;
        this.ring = new short[capacity * row];
    }

    /**
     * Appends a frame.
     *
     * @param power mean square of its samples
     * @param valid share of real audio, 0..1
     * @param heard false if any sample that its row depends on never came
     */
    public void append(float[] logMel, double power, double valid, boolean heard) {
        if (frames - alignedFirst() == capacity) {
            grow();
        }
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

    /** One log-mel value of a frame. */
    float logMel(long frame, int band) {
        return ring[at(frame) + band] / STEPS;
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

    /** Says that earlier frames are not needed any more. */
    public void dropBefore(long frame) {
        first = Math.max(first, frame);
    }

    /** Writes the whole segments that are needed and not yet written, and deletes those no longer needed. */
    public void save(StateStore store) {
        long needed = first / SEGMENT_FRAMES;
        long whole = frames / SEGMENT_FRAMES;
        for (; writtenFrom < Math.min(needed, writtenTo); writtenFrom++) {
            store.delete(key(writtenFrom));
        }
        writtenFrom = Math.max(writtenFrom, needed);
        writtenTo = Math.max(writtenTo, writtenFrom);
        for (; writtenTo < whole; writtenTo++) {
            var bytes = ByteBuffer.allocate(PackedInts.maxBytes(residuals.length));
            writeRows(writtenTo * SEGMENT_FRAMES, (writtenTo + 1) * SEGMENT_FRAMES, bytes);
            store.put(key(writtenTo), Arrays.copyOf(bytes.array(), bytes.position()));
        }
    }

    /** Deletes every segment that was written. */
    public void discard(StateStore store) {
        for (; writtenFrom < writtenTo; writtenFrom++) {
            store.delete(key(writtenFrom));
        }
    }

    public int headBytes() {
        return 2 * Long.BYTES + PackedInts.maxBytes(residuals.length);
    }

    /** Writes the counters and the tail. To be called after {@link #save}. */
    public void writeHead(ByteBuffer to) {
        to.putLong(first).putLong(frames);
        writeRows(tailStart(), frames, to);
    }

    /** Takes over what {@link #writeHead} and {@link #save} wrote. */
    public void restore(ByteBuffer head, StateStore store) {
        first = head.getLong();
        frames = head.getLong();
        if (first < 0 || first > frames) {
            throw new StateException("the stored state is torn: frames " + first + " to " + frames);
        }
        writtenFrom = first / SEGMENT_FRAMES;
        writtenTo = Math.max(writtenFrom, frames / SEGMENT_FRAMES);
        while (capacity < frames - alignedFirst()) {
            grow();
        }
        for (long segment = writtenFrom; segment < writtenTo; segment++) {
            byte[] bytes = store.get(key(segment));
            if (bytes == null) {
                throw new StateException("the stored state is torn: segment " + segment + " is missing");
            }
            readRows(segment * SEGMENT_FRAMES, (segment + 1) * SEGMENT_FRAMES, ByteBuffer.wrap(bytes));
        }
        readRows(tailStart(), frames, head);
    }

    private long tailStart() {
        return Math.max(alignedFirst(), frames / SEGMENT_FRAMES * SEGMENT_FRAMES);
    }

    private long alignedFirst() {
        return first / SEGMENT_FRAMES * SEGMENT_FRAMES;
    }

    private void writeRows(long from, long to, ByteBuffer bytes) {
        int put = 0;
        for (long t = from; t < to; t++) {
            int at = at(t);
            for (int i = 0; i < row; i++) {
                residuals[put++] = ring[at + i] - guess(from, t, i);
            }
        }
        packer.write(residuals, put, bytes);
    }

    private void readRows(long from, long to, ByteBuffer bytes) {
        packer.read(bytes, residuals, (int) (to - from) * row);
        int taken = 0;
        for (long t = from; t < to; t++) {
            int at = at(t);
            for (int i = 0; i < row; i++) {
                ring[at + i] = (short) (residuals[taken++] + guess(from, t, i));
            }
        }
    }

    /** What a number probably is, by those before it in rows that begin with frame {@code from}. */
    private int guess(long from, long frame, int column) {
        if (column == mels + 1) {
            return 0;
        }
        int left = column == 0 ? 0 : ring[at(frame) + column - 1];
        if (frame == from) {
            return left;
        }
        int before = ring[at(frame - 1) + column];
        return column == 0 || column == mels ? before : (left + before) / 2;
    }

    private void grow() {
        short[] wider = new short[2 * ring.length];
        for (long t = alignedFirst(); t < frames; t++) {
            System.arraycopy(ring, at(t), wider, (int) (t & (2L * capacity - 1)) * row, row);
        }
        ring = wider;
        capacity *= 2;
    }

    private int at(long frame) {
        return (int) (frame & (capacity - 1)) * row;
    }

    private static short steps(float value) {
        return (short) Math.max(-Short.MAX_VALUE, Math.min(Short.MAX_VALUE, Math.round(value * STEPS)));
    }

    private static String key(long segment) {
        return "f" + segment;
    }
}
