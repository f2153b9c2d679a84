package org.earshot.core.audio.file;

import java.io.IOException;
import java.io.InputStream;

/** The ID3v2 tag that taggers put before MP3 and sometimes FLAC data: ten bytes that say how many follow. */
final class Id3 {
    static final int HEADER_BYTES = 10;
    private static final int FOOTER_FLAG = 0x10;

    private Id3() {}

    /** Skips the tag at the current position; stops at the end of the stream. */
    static void skip(InputStream bytes) throws IOException {
        byte[] header = bytes.readNBytes(HEADER_BYTES);
        if (header.length == HEADER_BYTES) {
            skipUpTo(bytes, size(header) - HEADER_BYTES);
        }
    }

    /** Bytes of the whole tag. @param header its first ten bytes */
    static long size(byte[] header) {
        long size = 0;
        for (int i = 6; i < HEADER_BYTES; i++) {
            size = size << 7 | header[i] & 0x7f;
        }
        return HEADER_BYTES + size + ((header[5] & FOOTER_FLAG) != 0 ? HEADER_BYTES : 0);
    }

    /**
     * Skips that many bytes by reading them: to skip is to seek, which pipes cannot.
     *
     * @return how many there were to skip
     */
    static long skipUpTo(InputStream bytes, long count) throws IOException {
        byte[] scratch = new byte[(int) Math.min(count, 1 << 13)];
        long skipped = 0;
        while (skipped < count) {
            int read = bytes.read(scratch, 0, (int) Math.min(count - skipped, scratch.length));
            if (read < 0) {
                break;
            }
            skipped += read;
        }
        return skipped;
    }
}
