package org.earshot.core.audio.flac;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The tags that some programs put behind the sound: APEv2 with its header, then ID3v1 of 128 bytes that begin with TAG. */
public final class TrailingTags {
    /** What {@link #make} must see of the bytes. */
    public static final int LEAST_BYTES = 16;

    private static final int ID3V1_BYTES = 128;
    private static final int APE_HEADER_BYTES = 32;

    private TrailingTags() {}

    /**
     * True if that many bytes are tags and nothing else.
     *
     * @param beginning the first {@value #LEAST_BYTES} of them
     */
    public static boolean make(byte[] beginning, long count) {
        String text = new String(beginning, StandardCharsets.ISO_8859_1);
        if (text.startsWith("TAG")) {
            return count == ID3V1_BYTES;
        }
        if (beginning.length < LEAST_BYTES || !text.startsWith("APETAGEX")) {
            return false;
        }
        // Its size leaves its header out.
        long size = ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN).getInt(12) & 0xffffffffL;
        return count == size + APE_HEADER_BYTES || count == size + APE_HEADER_BYTES + ID3V1_BYTES;
    }
}
