package org.earshot.core.audio.file;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.earshot.core.audio.flac.TrailingTags;

/**
 * Whether a recording that ffmpeg reads ends where its container says: ffmpeg passes over an end that is missing, and over what
 * follows the end, without a word. Walks over the sizes of Ogg, MP4, Windows Media, AVI and other RIFF, AIFF, Wave64, AU, CAF and
 * Matroska; other kinds do not say where they end. For one thread.
 */
public final class ContainerEnd {
    /** What a fault begins with where the end is missing; any other says what to do. */
    public static final String CUT_OFF = "is cut off";

    private static final long TO_THE_END = Long.MAX_VALUE;
    private static final int OGG_HEADER_BYTES = 27;
    private static final int OGG_BEGINS = 2;
    private static final int OGG_ENDS = 4;
    private static final int UNKNOWN_AU_SIZE = -1;

    private final InputStream in;
    private long at;

    private ContainerEnd(InputStream in) {
        this.in = in;
    }

    /** Something about the end is wrong. */
    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String what) {
            super(what, null, false, false);
        }
    }

    /**
     * Reads a recording to its end.
     *
     * @param bytes from its beginning
     * @return what is wrong, to follow its name; null if nothing is, or if its kind does not say where it ends
     */
    public static String faultOf(InputStream bytes) throws IOException {
        try {
            new ContainerEnd(bytes).walk();
            return null;
        } catch (Fault fault) {
            return fault.getMessage();
        }
    }

    private void walk() throws IOException, Fault {
        byte[] head = whole(take(8), 8);
        String text = text(head);
        if (text.startsWith("OggS")) {
            ogg(head);
        } else if (text.startsWith("ftyp", 4)) {
            boxes(head);
        } else if (text.startsWith("0&\u00b2u")) {
            objects(head);
        } else if (text.startsWith("RIFF")) {
            riff(head);
        } else if (text.startsWith("FORM")) {
            skip(number(head, 4, 4));
            nothingBehind(new byte[0]);
        } else if (text.startsWith("riff")) {
            skip(littleEndian(take(16), 8, 8) - 24);
            nothingBehind(new byte[0]);
        } else if (text.startsWith(".snd")) {
            long size = number(whole(take(4), 4), 0, 4);
            if ((int) size != UNKNOWN_AU_SIZE) {
                skip(number(head, 4, 4) + size - 12);
                nothingBehind(new byte[0]);
            }
        } else if (text.startsWith("caff")) {
            chunks();
        } else if (text.startsWith("\u001aE\u00df\u00a3")) {
            segment(head);
        }
    }

    /** Pages (RFC 3533, section 6), the last of each stream marked as such. */
    private void ogg(byte[] beginning) throws IOException, Fault {
        Set<Long> open = new HashSet<>();
        byte[] begun = beginning;
        while (begun.length > 0) {
            byte[] page = completed(begun, OGG_HEADER_BYTES);
            if (!text(page).startsWith("OggS")) {
                nothingBehind(page);
                break;
            }
            long stream = number(whole(page, OGG_HEADER_BYTES), 14, 4);
            if ((page[5] & OGG_BEGINS) != 0) {
                open.add(stream);
            }
            if ((page[5] & OGG_ENDS) != 0) {
                open.remove(stream);
            }
            long size = 0;
            for (byte length : whole(take(page[26] & 0xff), page[26] & 0xff)) {
                size += length & 0xff;
            }
            skip(size);
            begun = take(8);
        }
        if (!open.isEmpty()) {
            throw new Fault(CUT_OFF + ": the page that ends it is missing");
        }
    }

    /** Boxes of ISO/IEC 14496-12, section 4.2. */
    private void boxes(byte[] beginning) throws IOException, Fault {
        boolean movie = false;
        byte[] box = beginning;
        while (box.length > 0) {
            long begin = at - box.length;
            if (box.length < 8 || !isBoxType(box)) {
                nothingBehind(box);
                return;
            }
            boolean another = text(box).startsWith("moov", 4);
            if (another && movie) {
                throw new Fault("holds a second recording, which was not read (its moov box is at byte " + begin
                        + "); split the file");
            }
            movie |= another;
            long size = number(box, 0, 4);
            size = size == 1 ? number(whole(take(8), 8), 0, 8) - 16 : size == 0 ? TO_THE_END : size - 8;
            skip(size);
            box = take(8);
        }
    }

    private static boolean isBoxType(byte[] box) {
        for (int n = 4; n < 8; n++) {
            int letter = box[n] & 0xff;
            if (letter != 0xa9 && (letter < ' ' || letter > '~')) {
                return false;
            }
        }
        return true;
    }

    /** Objects of the Advanced Systems Format, section 2.1. */
    private void objects(byte[] beginning) throws IOException, Fault {
        byte[] object = beginning;
        for (int n = 0; object.length > 0; n++) {
            long begin = at - object.length;
            if (n > 0 && text(object).startsWith("0&\u00b2u")) {
                throw new Fault(
                        "holds a second recording from byte " + begin + " on, which was not read; split it there");
            }
            byte[] whole = completed(object, 24);
            long size = whole.length < 24 ? 0 : littleEndian(whole, 16, 8);
            if (size < 24) {
                // A live stream does not know the size of its data.
                return;
            }
            skip(size - 24);
            object = take(8);
        }
    }

    /** One chunk, and further ones of long AVI files. In AVI ffmpeg reads what follows, or says that it cannot. */
    private void riff(byte[] beginning) throws IOException, Fault {
        byte[] chunk = beginning;
        boolean avi = false;
        for (int n = 0; chunk.length > 0; n++) {
            byte[] head = completed(chunk, 12);
            String text = text(head);
            avi |= text.startsWith("AVI", 8);
            if (head.length < 12 || n > 0 && !(text.startsWith("RIFF") && text.startsWith("AVIX", 8))) {
                if (!avi) {
                    nothingBehind(head);
                }
                return;
            }
            long size = littleEndian(head, 4, 4);
            if (size == 0 || WavHeader.isUnknown(size)) {
                return;
            }
            skip(size - 4);
            take((int) (size % 2));
            chunk = take(8);
        }
    }

    /** Chunks of the Core Audio Format; sound of unknown length comes last. */
    private void chunks() throws IOException, Fault {
        byte[] head = take(12);
        while (head.length > 0) {
            if (head.length < 12 || !WavHeader.isChunkId(head)) {
                nothingBehind(head);
                return;
            }
            if (text(head).startsWith("caff")) {
                throw new Fault(
                        "holds a second recording from byte " + (at - 12) + " on, which was not read; split it there");
            }
            long size = number(head, 4, 8);
            skip(size < 0 ? TO_THE_END : size);
            head = take(12);
        }
    }

    /** The header and the segment of Matroska (RFC 8794, section 4), whose sizes live streams leave open. */
    private void segment(byte[] beginning) throws IOException, Fault {
        byte[] begun = beginning;
        for (int element = 0; element < 2; element++) {
            byte[] head = completed(begun, 12);
            if (head.length < 12) {
                throw new Fault(CUT_OFF + " after " + at + " bytes");
            }
            if (element == 1 && !text(head).startsWith("\u0018S\u0080g")) {
                return;
            }
            int sizeBytes = Integer.numberOfLeadingZeros(head[4] & 0xff) - 24 + 1;
            if (sizeBytes > 8) {
                return;
            }
            long mask = (1L << 7 * sizeBytes) - 1;
            long size = number(head, 4, sizeBytes) & mask;
            if (size == mask) {
                return;
            }
            int read = 12 - 4 - sizeBytes;
            skip(Math.max(0, size - read));
            begun = size < read ? Arrays.copyOfRange(head, 12 - read + (int) size, 12) : new byte[0];
        }
        nothingBehind(begun);
    }

    /** Only zeros, and the tags that some programs put behind the sound, may follow. @param begun what was read of it */
    private void nothingBehind(byte[] begun) throws IOException, Fault {
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
            throw new Fault("has " + count + " bytes behind its end, from byte " + from
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

    private byte[] take(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        at += bytes.length;
        return bytes;
    }

    private byte[] completed(byte[] begun, int count) throws IOException {
        byte[] rest = take(Math.max(0, count - begun.length));
        byte[] all = Arrays.copyOf(begun, begun.length + rest.length);
        System.arraycopy(rest, 0, all, begun.length, rest.length);
        return all;
    }

    private byte[] whole(byte[] bytes, int count) throws Fault {
        if (bytes.length < count) {
            throw new Fault(CUT_OFF + " after " + at + " bytes");
        }
        return bytes;
    }

    private void skip(long count) throws IOException, Fault {
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
                throw new Fault(CUT_OFF + " after " + at + " bytes: " + left + " more are declared");
            }
            left -= skipped;
            at += skipped;
        }
    }

    private static long number(byte[] bytes, int from, int count) {
        return new BigInteger(1, Arrays.copyOfRange(bytes, from, from + count)).longValue();
    }

    private static long littleEndian(byte[] bytes, int from, int count) {
        long value = 0;
        for (int n = count - 1; n >= 0; n--) {
            value = value << Byte.SIZE | (from + n < bytes.length ? bytes[from + n] & 0xff : 0);
        }
        return value;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
