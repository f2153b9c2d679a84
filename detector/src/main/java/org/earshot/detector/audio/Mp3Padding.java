package org.earshot.detector.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What an MP3 encoder added around the sound, from the information frame that LAME and others write first. Without it every
 * event would stand some 50 ms late.
 *
 * @param skipSamples samples per channel to leave out at the beginning, the information frame's own included
 * @param soundSamples samples per channel of the sound itself, or {@link #UNKNOWN}
 */
record Mp3Padding(long skipSamples, long soundSamples) {
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final Mp3Padding NONE = new Mp3Padding(0, UNKNOWN);
    private static final int PEEKED_BYTES = 256;
    /** Samples by which the synthesis filter of every decoder lags. */
    private static final int DECODER_DELAY = 529;

    private static final int TAG_BYTES = 24;
    private static final int DELAY_OFFSET = 21;

    /** Looks at the first frame and leaves the stream where it stands. */
    static Mp3Padding peek(InputStream bytes) throws IOException {
        bytes.mark(PEEKED_BYTES);
        byte[] start = bytes.readNBytes(PEEKED_BYTES);
        bytes.reset();
        return Mp3Source.isMagic(start) ? of(start) : NONE;
    }

    private static Mp3Padding of(byte[] start) {
        boolean mpeg1 = (start[1] & 0x08) != 0;
        boolean mono = (start[3] & 0xc0) == 0xc0;
        int samplesInFrame = mpeg1 ? 1152 : 576;
        int at = 4 + (mpeg1 ? mono ? 17 : 32 : mono ? 9 : 17);
        if (start.length < at + 8) {
            return NONE;
        }
        String magic = new String(start, at, 4, StandardCharsets.ISO_8859_1);
        if (!magic.equals("Xing") && !magic.equals("Info")) {
            return NONE;
        }
        ByteBuffer buffer = ByteBuffer.wrap(start);
        int flags = buffer.getInt(at + 4);
        at += 8;
        long frames = UNKNOWN;
        if ((flags & 1) != 0) {
            frames = start.length < at + 4 ? UNKNOWN : buffer.getInt(at) & 0xffffffffL;
            at += 4;
        }
        at += ((flags & 2) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 100 : 0) + ((flags & 8) != 0 ? 4 : 0);
        if (start.length < at + TAG_BYTES || start[at] == 0) {
            return new Mp3Padding(samplesInFrame, UNKNOWN);
        }
        int packed = buffer.getInt(at + DELAY_OFFSET - 1);
        int before = packed >>> 12 & 0xfff;
        int after = packed & 0xfff;
        long sound = frames == UNKNOWN ? UNKNOWN : Math.max(0, frames * samplesInFrame - before - after);
        return new Mp3Padding(samplesInFrame + before + DECODER_DELAY, sound);
    }
}
