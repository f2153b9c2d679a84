package org.earshot.core.audio.file;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.earshot.core.audio.flac.TrailingTags;

/** The bytes of a container, read once from its beginning to its end, with the current position. For one thread. */
final class ContainerBytes {
    /** Stands for a size that is not known: all that follows. */
    static final long TO_THE_END = Long.MAX_VALUE;

    private final InputStream in;
    private long at;

    ContainerBytes(InputStream in) {
        this.in = in;
    }

    /** Bytes read so far. */
    long at() {
        return at;
    }

    /** Only zeros, and the tags that some programs put behind the sound, may follow. @param begun what was read of it */
    void nothingBehind(byte[] begun) throws IOException, ContainerFault {
        long from = at - begun.length;
        byte[] beginning = completed(begun, TrailingTags.LEAST_BYTES);
        boolean zeros = isZero(beginning, beginning.length);
        byte[] next = new byte[1 << 13];
        for (int read = in.read(next); read > 0; read = in.read(next)) {
            zeros &= isZero(next, read);
            at += read;
        }
        long count = at - from;
        if (!zeros && !TrailingTags.make(beginning, count)) {
            throw new ContainerFault("has " + count + " bytes behind its end, from byte " + from
                    + " on, which were not read; split the file there");
        }
    }

    private static boolean isZero(byte[] bytes, int count) {
        for (int n = 0; n < count; n++) {
            if (bytes[n] != 0) {
                return false;
            }
        }
        return true;
    }

    byte[] take(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        at += bytes.length;
        return bytes;
    }

    byte[] completed(byte[] begun, int count) throws IOException {
        byte[] rest = take(Math.max(0, count - begun.length));
        byte[] all = Arrays.copyOf(begun, begun.length + rest.length);
        System.arraycopy(rest, 0, all, begun.length, rest.length);
        return all;
    }

    byte[] whole(byte[] bytes, int count) throws ContainerFault {
        if (bytes.length < count) {
            throw new ContainerFault(ContainerEnd.CUT_OFF + " after " + at + " bytes");
        }
        return bytes;
    }

    void skip(long count) throws IOException, ContainerFault {
        long left = count;
        while (left > 0) {
            long skipped = in.skip(left);
            if (skipped <= 0) {
                skipped = in.read() < 0 ? 0 : 1;
            }
            if (skipped == 0 && count == TO_THE_END) {
                return;
            }
            if (skipped == 0) {
                throw new ContainerFault(
                        ContainerEnd.CUT_OFF + " after " + at + " bytes: " + left + " more are declared");
            }
            left -= skipped;
            at += skipped;
        }
    }

    static long number(byte[] bytes, int from, int count) {
        return new BigInteger(1, Arrays.copyOfRange(bytes, from, from + count)).longValue();
    }

    static long littleEndian(byte[] bytes, int from, int count) {
        long value = 0;
        for (int n = count - 1; n >= 0; n--) {
            value = value << Byte.SIZE | (from + n < bytes.length ? bytes[from + n] & 0xff : 0);
        }
        return value;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
