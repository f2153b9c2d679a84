package org.earshot.detector.audio;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The stream information of a FLAC file (RFC 9639, section 8.2).
 *
 * @param rateHz samples per second and channel
 * @param channels 1 to 8
 * @param bitsPerSample 4 to 32
 * @param totalSamples per channel, or 0 where the writer did not know
 * @param block the 34 bytes themselves
 */
record FlacHeader(int rateHz, int channels, int bitsPerSample, long totalSamples, byte[] block) {
    private static final int BLOCK_BYTES = 34;
    private static final int STREAM_INFO = 0;
    private static final int LAST_BLOCK = 0x80;
    /** Where the 36 bits of the number of samples begin, in the lower half of this byte. */
    private static final int TOTAL_OFFSET = 13;

    /**
     * Reads the magic bytes and every metadata block, up to the first audio frame. Blocks other than the stream
     * information are skipped unread, so that no size in them can ask for memory.
     */
    static FlacHeader read(InputStream bytes, String name) throws IOException {
        byte[] magic = bytes.readNBytes(4);
        FlacHeader header = null;
        boolean last = magic.length < 4;
        while (!last) {
            byte[] start = bytes.readNBytes(4);
            if (start.length < 4) {
                break;
            }
            last = (start[0] & LAST_BLOCK) != 0;
            int size = (start[1] & 0xff) << 16 | (start[2] & 0xff) << 8 | start[3] & 0xff;
            if ((start[0] & ~LAST_BLOCK) == STREAM_INFO && header == null) {
                byte[] block = bytes.readNBytes(Math.min(size, BLOCK_BYTES));
                Id3.skipUpTo(bytes, size - block.length);
                header = of(block, name);
            } else {
                Id3.skipUpTo(bytes, size);
            }
        }
        if (header == null) {
            throw new AudioException(name + ": is cut off before the stream information of FLAC; copy it again");
        }
        return header;
    }

    /**
     * What the decoder is fed before the first frame: magic bytes and this block alone, without the number of samples. The
     * decoder would stop reading there, and then look for ever at the same bytes if a damaged frame had led it astray.
     */
    byte[] prefix() {
        byte[] prefix = new byte[8 + BLOCK_BYTES];
        byte[] start = {'f', 'L', 'a', 'C', (byte) (LAST_BLOCK | STREAM_INFO), 0, 0, BLOCK_BYTES};
        System.arraycopy(start, 0, prefix, 0, start.length);
        System.arraycopy(block, 0, prefix, start.length, BLOCK_BYTES);
        prefix[start.length + TOTAL_OFFSET] &= (byte) 0xf0;
        Arrays.fill(prefix, start.length + TOTAL_OFFSET + 1, start.length + TOTAL_OFFSET + 5, (byte) 0);
        return prefix;
    }

    private static FlacHeader of(byte[] block, String name) {
        if (block.length < BLOCK_BYTES) {
            throw new AudioException(name + ": is cut off inside the stream information of FLAC; copy it again");
        }
        long packed = 0;
        for (int i = 10; i < 18; i++) {
            packed = packed << 8 | block[i] & 0xff;
        }
        int rateHz = (int) (packed >>> 44);
        int channels = (int) (packed >>> 41 & 7) + 1;
        int bits = (int) (packed >>> 36 & 31) + 1;
        long total = packed & 0xfffffffffL;
        if (rateHz == 0) {
            throw new AudioException(name + ": has a sample rate of 0 Hz; its header is damaged");
        }
        if (bits < 4) {
            throw new AudioException(name + ": has " + bits + " bits a sample; its header is damaged");
        }
        return new FlacHeader(rateHz, channels, bits, total, Arrays.copyOf(block, BLOCK_BYTES));
    }
}
