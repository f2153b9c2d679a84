package org.earshot.core.audio.flac;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.flac.FlacInput.BadFrame;

/**
 * The stream information of a FLAC file (RFC 9639, section 8.2).
 *
 * @param rateHz samples per second and channel
 * @param channels 1 to 8
 * @param bitsPerSample 4 to 32
 * @param totalSamples per channel, or 0 where the writer did not know
 */
public record FlacHeader(int rateHz, int channels, int bitsPerSample, long totalSamples) {
    /** What a FLAC file begins with. */
    public static final String MAGIC = "fLaC";

    private static final int BLOCK_BYTES = 34;
    private static final int STREAM_INFO = 0;

    /** True if a FLAC file may begin with these bytes. */
    static boolean isMagic(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII).equals(MAGIC);
    }

    /** What a frame says itself, without a length. */
    static FlacHeader of(FlacFrame frame) {
        return new FlacHeader(frame.rateHz(), frame.channels(), frame.bits(), 0);
    }

    /**
     * Reads the magic bytes and every metadata block, up to the first audio frame. Blocks other than the stream
     * information are skipped unread, so that no size in them can ask for memory.
     */
    static FlacHeader read(FlacInput in, String name) throws IOException {
        FlacHeader header = null;
        try {
            in.bits(8 * MAGIC.length());
            boolean last = false;
            while (!last) {
                last = in.bits(1) == 1;
                int type = (int) in.bits(7);
                long size = in.bits(24);
                if (type == STREAM_INFO && header == null && size >= BLOCK_BYTES) {
                    header = block(in, name);
                    size -= BLOCK_BYTES;
                }
                in.skip(size);
            }
        } catch (BadFrame e) {
            if (header == null) {
                throw new AudioException(name + ": is cut off inside the header of FLAC; copy it again", e);
            }
        }
        if (header == null) {
            throw new AudioException(name + ": has no stream information of FLAC; its header is damaged");
        }
        return header;
    }

    private static FlacHeader block(FlacInput in, String name) throws IOException, BadFrame {
        // The minimum and maximum samples and bytes of a frame are skipped: each frame gives its own.
        in.bits(40);
        in.bits(40);
        int rateHz = (int) in.bits(20);
        int channels = (int) in.bits(3) + 1;
        int bits = (int) in.bits(5) + 1;
        long total = in.bits(36);
        in.skip(16);
        if (rateHz == 0) {
            throw new AudioException(name + ": has a sample rate of 0 Hz; its header is damaged");
        }
        if (bits < 4) {
            throw new AudioException(name + ": has " + bits + " bits a sample; its header is damaged");
        }
        return new FlacHeader(rateHz, channels, bits, total);
    }
}
