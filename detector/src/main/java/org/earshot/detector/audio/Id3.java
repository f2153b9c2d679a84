package org.earshot.detector.audio;

import java.io.IOException;
import java.io.InputStream;

/** The ID3v2 tag that taggers put before MP3 and sometimes FLAC data: ten bytes that say how many follow. */
final class Id3 {
    private static final int HEADER_BYTES = 10;
    private static final int FOOTER_FLAG = 0x10;

    private Id3() {}

    /** Skips the tag at which the stream stands; stops at the end of the stream. */
    static void skip(InputStream bytes) throws IOException {
        byte[] header = bytes.readNBytes(HEADER_BYTES);
        if (header.length < HEADER_BYTES) {
            return;
        }
        long size = 0;
        for (int i = 6; i < HEADER_BYTES; i++) {
            size = size << 7 | header[i] & 0x7f;
        }
        if ((header[5] & FOOTER_FLAG) != 0) {
            size += HEADER_BYTES;
        }
        skipUpTo(bytes, size);
    }

    /** Skips that many bytes. @return how many there were to skip */
    static long skipUpTo(InputStream bytes, long count) throws IOException {
        long skipped = 0;
        while (skipped < count) {
            long step = bytes.skip(count - skipped);
            if (step <= 0) {
                if (bytes.read() < 0) {
                    break;
                }
                step = 1;
            }
            skipped += step;
        }
        return skipped;
    }
}
