package org.earshot.core.audio.flac;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bits of a FLAC stream, most significant first, with a way back to the byte where a frame began. For one thread.
 */
public final class FlacInput {
    /** More than the largest frame: 65,535 samples of 8 channels with 33 bits. */
    private static final int MAX_FRAME_BYTES = 1 << 22;

    private static final int SYNC = 0xff;
    private static final int SYNC_SECOND = 0xf8;
    private static final int SYNC_SECOND_MASK = 0xfe;

    private final InputStream in;
    private byte[] bytes = new byte[1 << 16];
    private int start;
    private int next;
    private int end;
    private long dropped;
    private boolean passedNonZero;
    private long cache;
    private int cached;

    public FlacInput(InputStream in) {
        this.in = in;
    }

    /** Bytes do not make a frame: damaged, cut off, or no frame at all. */
    public static final class BadFrame extends Exception {
        private static final long serialVersionUID = 1L;

        BadFrame(String why) {
            super(why, null, false, false);
        }
    }

    /** What was read up to here is done with; a frame or other structure begins at the next byte. */
    void begin() {
        next -= cached / Byte.SIZE;
        cached = 0;
        start = next;
    }

    /** Goes back to where the frame began. */
    public void rewind() {
        next = start;
        cached = 0;
    }

    /** Where the frame began, in bytes from the beginning of the input. */
    public long startByte() {
        return dropped + start;
    }

    /** True if there is another byte at the place where a frame would begin. */
    boolean hasMore() throws IOException {
        return next < end || fill();
    }

    /** The next bytes, as many as there are up to {@code count}; leaves them there. Only at the beginning of a frame. */
    byte[] peek(int count) throws IOException {
        while (end - next < count && fill()) {
            // Until there are enough of them.
        }
        return Arrays.copyOfRange(bytes, next, Math.min(end, next + count));
    }

    /** Moves the beginning of the frame on, past at least one byte, to the next that may begin a frame. @return false at the end */
    public boolean seekFrame() throws IOException {
        passedNonZero |= start < end && bytes[start] != 0;
        next = start + 1;
        cached = 0;
        while (true) {
            start = Math.min(next, end);
            if (end - next < 2 && !fill()) {
                start = end;
                next = end;
                return false;
            }
            if (end - next < 2) {
                continue;
            }
            if ((bytes[next] & 0xff) == SYNC && (bytes[next + 1] & SYNC_SECOND_MASK) == SYNC_SECOND) {
                start = next;
                return true;
            }
            passedNonZero |= bytes[next] != 0;
            next++;
        }
    }

    /** Frames will be sought from here on. */
    void beginPassing() {
        passedNonZero = false;
    }

    /** True if a byte other than zero was skipped since. */
    boolean hasPassedNonZero() {
        return passedNonZero;
    }

    /** @param count 0 to 56 @return unsigned */
    long bits(int count) throws IOException, BadFrame {
        while (cached < count) {
            load();
        }
        cached -= count;
        return cache >>> cached & (1L << count) - 1;
    }

    /** @param count 1 to 56 */
    long signed(int count) throws IOException, BadFrame {
        int unused = Long.SIZE - count;
        return bits(count) << unused >> unused;
    }

    /** The number of zeros before the next one, which is read too. */
    int unary() throws IOException, BadFrame {
        int zeros = 0;
        while (true) {
            if (cached == 0) {
                load();
            }
            int leading = Long.numberOfLeadingZeros(cache << Long.SIZE - cached);
            if (leading < cached) {
                cached -= leading + 1;
                return zeros + leading;
            }
            zeros += cached;
            cached = 0;
        }
    }

    /** Passes over whole bytes and is done with them; only where no frame is being read. */
    void skip(long count) throws IOException, BadFrame {
        begin();
        for (long left = count; left > 0; ) {
            if (next == end && !fill()) {
                throw new BadFrame("cut off");
            }
            int step = (int) Math.min(left, end - next);
            next += step;
            left -= step;
            begin();
        }
    }

    /** Bytes of the frame read so far. */
    int frameBytes() {
        return next - start;
    }

    /** Skips to the next whole byte. */
    void align() {
        cached -= cached % Byte.SIZE;
    }

    /** CRC-8 of the bytes of the frame read so far (RFC 9639, section 9.1.8). */
    int crc8() {
        return FlacCrc.eight(bytes, start, next - cached / Byte.SIZE);
    }

    /** CRC-16 of the bytes of the frame read so far (RFC 9639, section 9.3). */
    int crc16() {
        return FlacCrc.sixteen(bytes, start, next - cached / Byte.SIZE);
    }

    private void load() throws IOException, BadFrame {
        if (next == end && !fill()) {
            throw new BadFrame("cut off");
        }
        cache = cache << Byte.SIZE | bytes[next++] & 0xff;
        cached += Byte.SIZE;
    }

    /** Reads on, keeping what the frame has. @return false at the end of the input or of what a frame may have */
    private boolean fill() throws IOException {
        if (end == bytes.length) {
            if (start > 0) {
                System.arraycopy(bytes, start, bytes, 0, end - start);
                dropped += start;
                next -= start;
                end -= start;
                start = 0;
            } else if (bytes.length < MAX_FRAME_BYTES) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            } else {
                return false;
            }
        }
        int read = in.read(bytes, end, bytes.length - end);
        end += Math.max(0, read);
        return read > 0;
    }
}
