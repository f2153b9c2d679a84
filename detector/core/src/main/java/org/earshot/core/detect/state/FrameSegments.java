package org.earshot.core.detect.state;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * How a {@link FrameStore} is laid out in a {@link StateStore}: each time it is saved the frames that came since make
 * one segment, so each frame is written once. Of very many segments the last is filled up first. A segment takes the
 * place of one that is no longer needed, so that nothing need be deleted:
 *
 * <pre>
 * saved      frames   first needed   f0        f1        f2
 * 1st time     31          0         [0, 31)
 * 2nd time     62          0         [0, 31)   [31, 62)
 * 3rd time     94         19         [0, 31)   [31, 62)  [62, 94)
 * 4th time    125         50         [94,125)  [31, 62)  [62, 94)
 * </pre>
 *
 * <p>A segment holds the residual of each number after a prediction from the frame before and the band below
 * ({@link PackedInts}), about 10 bits of 16. For one thread.
 */
final class FrameSegments {
    /** So that a source that was saved late makes no record of any size. */
    private static final int MAX_FRAMES = 64;

    private static final int MAX_SEGMENTS = 1 << 12;
    /** From that many on the last one is filled up before there is another. */
    private static final int MANY_SEGMENTS = 1 << 10;

    private static final int SEGMENT_HEAD_BYTES = Short.BYTES + Byte.BYTES;

    private final int row;
    private final short[] before;
    private final short[] current;
    private final PackedInts packer;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final BitSet taken = new BitSet();
    private int places;
    private long written;

    /** Frames [from, to) under the key of a place. */
    private record Segment(int place, long from, long to) {
        String key() {
            return "f" + place;
        }
    }

    /** Reads or writes the row of a frame. */
    interface Rows {
        void row(long frame, short[] values);
    }

    /** @param row numbers of a frame; the last of them is no log-mel and the one before it the level */
    FrameSegments(int row) {
        this.row = row;
        this.before = new short[row];
        this.current = new short[row];
        this.packer = new PackedInts(row);
    }

    /** Writes the frames of [first, end) that are not yet written. */
    void write(long first, long end, Rows source, StateStore store) {
        forgetBefore(first);
        written = Math.max(written, first);
        if (segments.size() >= MANY_SEGMENTS && segments.getLast().to - segments.getLast().from < MAX_FRAMES) {
            Segment last = segments.removeLast();
            taken.clear(last.place);
            written = last.from;
        }
        while (written < end) {
            int place = taken.nextClearBit(0);
            Segment segment = new Segment(place, written, Math.min(end, written + MAX_FRAMES));
            store.put(segment.key(), bytes(segment, source));
            segments.add(segment);
            taken.set(place);
            places = Math.max(places, place + 1);
            written = segment.to;
        }
    }

    /** Deletes all that was written. */
    void discard(StateStore store) {
        for (int place = 0; place < places; place++) {
            store.delete(new Segment(place, 0, 0).key());
        }
        segments.clear();
        taken.clear();
        places = 0;
    }

    int headBytes() {
        return Long.BYTES + 2 * Short.BYTES + SEGMENT_HEAD_BYTES * segments.size();
    }

    void writeHead(ByteBuffer to) {
        to.putLong(segments.isEmpty() ? written : segments.peek().from);
        to.putShort((short) places).putShort((short) segments.size());
        for (Segment segment : segments) {
            to.putShort((short) segment.place).put((byte) (segment.to - segment.from));
        }
    }

    /**
     * Takes over what {@link #writeHead} wrote.
     *
     * @return the first frame that {@link #read} will give
     * @throws StateException if the segments do not reach from {@code first} to {@code end}
     */
    long readHead(ByteBuffer from, long first, long end) {
        written = from.getLong();
        places = from.getShort();
        for (int n = from.getShort(); n > 0; n--) {
            Segment segment = new Segment(from.getShort(), written, written + from.get());
            written = segment.to;
            if (segment.place < 0 || segment.to <= segment.from) {
                throw new StateException("the stored state is torn: it has " + segment);
            }
            segments.add(segment);
            taken.set(segment.place);
        }
        long oldest = segments.isEmpty() ? written : segments.peek().from;
        if (places < 0 || places > MAX_SEGMENTS || oldest > first || written != end) {
            throw new StateException("the stored state is torn: it has frames " + oldest + " to " + written + " of "
                    + first + " to " + end);
        }
        forgetBefore(first);
        return segments.isEmpty() ? end : segments.peek().from;
    }

    /** Reads the segments that are needed. */
    void read(Rows target, StateStore store) {
        for (Segment segment : segments) {
            byte[] bytes = store.get(segment.key());
            if (bytes == null) {
                throw new StateException(
                        "the stored state is torn: frames " + segment.from + " to " + segment.to + " are missing");
            }
            int[] residuals = WorkSpace.numbers(MAX_FRAMES * row);
            packer.read(ByteBuffer.wrap(bytes), residuals, (int) (segment.to - segment.from) * row);
            int at = 0;
            for (long t = segment.from; t < segment.to; t++, at += row) {
                for (int i = 0; i < row; i++) {
                    current[i] = (short) (residuals[at + i] + guess(t == segment.from, i));
                }
                target.row(t, current);
                System.arraycopy(current, 0, before, 0, row);
            }
        }
    }

    private byte[] bytes(Segment segment, Rows source) {
        int[] residuals = WorkSpace.numbers(MAX_FRAMES * row);
        int at = 0;
        for (long t = segment.from; t < segment.to; t++, at += row) {
            source.row(t, current);
            for (int i = 0; i < row; i++) {
                residuals[at + i] = current[i] - guess(t == segment.from, i);
            }
            System.arraycopy(current, 0, before, 0, row);
        }
        int count = at;
        return WorkSpace.written(PackedInts.maxBytes(count), bytes -> packer.write(residuals, count, bytes));
    }

    /** What a number of the current row probably is, by those before it. */
    private int guess(boolean firstRow, int column) {
        if (column == row - 1) {
            return 0;
        }
        int left = column == 0 ? 0 : current[column - 1];
        if (firstRow) {
            return left;
        }
        return column == 0 || column == row - 2 ? before[column] : (left + before[column]) / 2;
    }

    private void forgetBefore(long first) {
        while (!segments.isEmpty() && segments.peek().to <= first) {
            taken.clear(segments.poll().place);
        }
    }
}
