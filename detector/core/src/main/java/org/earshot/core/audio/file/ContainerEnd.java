package org.earshot.core.audio.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a recording that ffmpeg reads ends where its container says: ffmpeg passes over an end that is missing, and over what
 * follows the end, without a word. Walks over the sizes of Ogg, MP4, Windows Media, AVI and other RIFF, AIFF, Wave64, AU, CAF and
 * Matroska; other kinds do not say where they end. For one thread.
 */
public final class ContainerEnd {
    /** What a fault begins with where the end is missing; any other says what to do. */
    public static final String CUT_OFF = "is cut off";

    private static final int OGG_HEADER_BYTES = 27;
    private static final int OGG_BEGINS = 2;
    private static final int OGG_ENDS = 4;
    private static final int UNKNOWN_AU_SIZE = -1;

    private final ContainerBytes bytes;

    private ContainerEnd(ContainerBytes bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a recording to its end.
     *
     * @param bytes from its beginning
     * @return what is wrong, to follow its name; null if nothing is, or if its kind does not say where it ends
     */
    public static String faultOf(InputStream bytes) throws IOException {
        try {
            new ContainerEnd(new ContainerBytes(bytes)).walk();
            return null;
        } catch (ContainerFault fault) {
            return fault.getMessage();
        }
    }

    private void walk() throws IOException, ContainerFault {
        byte[] head = bytes.whole(bytes.take(8), 8);
        String text = ContainerBytes.text(head);
        if (text.startsWith("OggS")) {
            ogg(head);
        } else if (text.startsWith("ftyp", 4)) {
            boxes(head);
        } else if (text.startsWith("0&\u00b2u")) {
            objects(head);
        } else if (text.startsWith("RIFF")) {
            riff(head);
        } else if (text.startsWith("FORM")) {
            bytes.skip(ContainerBytes.number(head, 4, 4));
            bytes.nothingBehind(new byte[0]);
        } else if (text.startsWith("riff")) {
            bytes.skip(ContainerBytes.littleEndian(bytes.take(16), 8, 8) - 24);
            bytes.nothingBehind(new byte[0]);
        } else if (text.startsWith(".snd")) {
            long size = ContainerBytes.number(bytes.whole(bytes.take(4), 4), 0, 4);
            if ((int) size != UNKNOWN_AU_SIZE) {
                bytes.skip(ContainerBytes.number(head, 4, 4) + size - 12);
                bytes.nothingBehind(new byte[0]);
            }
        } else if (text.startsWith("caff")) {
            chunks();
        } else if (text.startsWith("\u001aE\u00df\u00a3")) {
            segment(head);
        }
    }

    /** Pages (RFC 3533, section 6), the last of each stream marked as such. */
    private void ogg(byte[] beginning) throws IOException, ContainerFault {
        Set<Long> open = new HashSet<>();
        byte[] begun = beginning;
        while (begun.length > 0) {
            byte[] page = bytes.completed(begun, OGG_HEADER_BYTES);
            if (!ContainerBytes.text(page).startsWith("OggS")) {
                bytes.nothingBehind(page);
                break;
            }
            long stream = ContainerBytes.number(bytes.whole(page, OGG_HEADER_BYTES), 14, 4);
            if ((page[5] & OGG_BEGINS) != 0) {
                open.add(stream);
            }
            if ((page[5] & OGG_ENDS) != 0) {
                open.remove(stream);
            }
            long size = 0;
            for (byte length : bytes.whole(bytes.take(page[26] & 0xff), page[26] & 0xff)) {
                size += length & 0xff;
            }
            bytes.skip(size);
            begun = bytes.take(8);
        }
        if (!open.isEmpty()) {
            throw new ContainerFault(CUT_OFF + ": the page that ends it is missing");
        }
    }

    /** Boxes of ISO/IEC 14496-12, section 4.2. */
    private void boxes(byte[] beginning) throws IOException, ContainerFault {
        boolean movie = false;
        byte[] box = beginning;
        while (box.length > 0) {
            long begin = bytes.at() - box.length;
            if (box.length < 8 || !isBoxType(box)) {
                bytes.nothingBehind(box);
                return;
            }
            boolean another = ContainerBytes.text(box).startsWith("moov", 4);
            if (another && movie) {
                throw new ContainerFault("holds a second recording, which was not read (its moov box is at byte "
                        + begin + "); split the file");
            }
            movie |= another;
            long size = ContainerBytes.number(box, 0, 4);
            size = size == 1
                    ? ContainerBytes.number(bytes.whole(bytes.take(8), 8), 0, 8) - 16
                    : size == 0 ? ContainerBytes.TO_THE_END : size - 8;
            bytes.skip(size);
            box = bytes.take(8);
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
    private void objects(byte[] beginning) throws IOException, ContainerFault {
        byte[] object = beginning;
        for (int n = 0; object.length > 0; n++) {
            long begin = bytes.at() - object.length;
            if (n > 0 && ContainerBytes.text(object).startsWith("0&\u00b2u")) {
                throw new ContainerFault(
                        "holds a second recording from byte " + begin + " on, which was not read; split it there");
            }
            byte[] whole = bytes.completed(object, 24);
            long size = whole.length < 24 ? 0 : ContainerBytes.littleEndian(whole, 16, 8);
            if (size < 24) {
                // A live stream does not know the size of its data.
                return;
            }
            bytes.skip(size - 24);
            object = bytes.take(8);
        }
    }

    /** One chunk, and further ones of long AVI files. In AVI ffmpeg reads what follows, or says that it cannot. */
    private void riff(byte[] beginning) throws IOException, ContainerFault {
        byte[] chunk = beginning;
        boolean avi = false;
        for (int n = 0; chunk.length > 0; n++) {
            byte[] head = bytes.completed(chunk, 12);
            String text = ContainerBytes.text(head);
            avi |= text.startsWith("AVI", 8);
            if (head.length < 12 || n > 0 && !(text.startsWith("RIFF") && text.startsWith("AVIX", 8))) {
                if (!avi) {
                    bytes.nothingBehind(head);
                }
                return;
            }
            long size = ContainerBytes.littleEndian(head, 4, 4);
            if (size == 0 || WavHeader.isUnknown(size)) {
                return;
            }
            bytes.skip(size - 4);
            bytes.take((int) (size % 2));
            chunk = bytes.take(8);
        }
    }

    /** Chunks of the Core Audio Format; sound of unknown length comes last. */
    private void chunks() throws IOException, ContainerFault {
        byte[] head = bytes.take(12);
        while (head.length > 0) {
            if (head.length < 12 || !WavHeader.isChunkId(head)) {
                bytes.nothingBehind(head);
                return;
            }
            if (ContainerBytes.text(head).startsWith("caff")) {
                throw new ContainerFault("holds a second recording from byte " + (bytes.at() - 12)
                        + " on, which was not read; split it there");
            }
            long size = ContainerBytes.number(head, 4, 8);
            bytes.skip(size < 0 ? ContainerBytes.TO_THE_END : size);
            head = bytes.take(12);
        }
    }

    /** The header and the segment of Matroska (RFC 8794, section 4), whose sizes live streams leave open. */
    private void segment(byte[] beginning) throws IOException, ContainerFault {
        byte[] begun = beginning;
        for (int element = 0; element < 2; element++) {
            byte[] head = bytes.completed(begun, 12);
            if (head.length < 12) {
                throw new ContainerFault(CUT_OFF + " after " + bytes.at() + " bytes");
            }
            if (element == 1 && !ContainerBytes.text(head).startsWith("\u0018S\u0080g")) {
                return;
            }
            int sizeBytes = Integer.numberOfLeadingZeros(head[4] & 0xff) - 24 + 1;
            if (sizeBytes > 8) {
                return;
            }
            long mask = (1L << 7 * sizeBytes) - 1;
            long size = ContainerBytes.number(head, 4, sizeBytes) & mask;
            if (size == mask) {
                return;
            }
            int read = 12 - 4 - sizeBytes;
            bytes.skip(Math.max(0, size - read));
            begun = size < read ? Arrays.copyOfRange(head, 12 - read + (int) size, 12) : new byte[0];
        }
        bytes.nothingBehind(begun);
    }
}
