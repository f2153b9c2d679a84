package org.earshot.core.audio.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What an MP3 encoder added around the sound, from the information frame that LAME and others write first. Without it
 * every event would be some 50 ms late.
 *
 * @param skipSamples samples per channel to leave out at the beginning, behind the information frame
 * @param frames of sound that follow the information frame, or {@link #UNKNOWN}
 * @param soundSamples samples per channel of the sound itself, or {@link #UNKNOWN}
 */
record Mp3Padding(long skipSamples, long frames, long soundSamples) {
    static final long UNKNOWN = Long.MAX_VALUE;
    /** Of a stream that does not say. */
    static final Mp3Padding NONE = new Mp3Padding(0, UNKNOWN, UNKNOWN);

    /** Samples by which the synthesis filter of every decoder lags. */
    private static final int DECODER_DELAY = 529;

    private static final int TAG_BYTES = 24;
    private static final int DELAY_OFFSET = 21;
    private static final int VBRI_OFFSET = 36;

    /** @return null if the frame is an ordinary one, which holds sound */
    static Mp3Padding of(Mp3Frame head, byte[] frame) {
        if (head.layer() != 3) {
            return null;
        }
        if (isAt(frame, VBRI_OFFSET, "VBRI")) {
            return NONE;
        }
        int at =
                Mp3Frame.HEAD_BYTES + (head.isMpeg1() ? head.channels() == 1 ? 17 : 32 : head.channels() == 1 ? 9 : 17);
        if (!isAt(frame, at, "Xing") && !isAt(frame, at, "Info")) {
            return null;
        }
        return frame.length < at + 8 ? NONE : of(head, ByteBuffer.wrap(frame), at + 4);
    }

    private static Mp3Padding of(Mp3Frame head, ByteBuffer frame, int flagsAt) {
        int flags = frame.getInt(flagsAt);
        int at = flagsAt + 4;
        long frames = UNKNOWN;
        if ((flags & 1) != 0) {
            frames = frame.limit() < at + 4 ? UNKNOWN : frame.getInt(at) & 0xffffffffL;
            at += 4;
        }
        at += ((flags & 2) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 100 : 0) + ((flags & 8) != 0 ? 4 : 0);
        if (frame.limit() < at + TAG_BYTES || frame.get(at) == 0) {
            return new Mp3Padding(0, frames, UNKNOWN);
        }
        int packed = frame.getInt(at + DELAY_OFFSET - 1);
        int before = packed >>> 12 & 0xfff;
        int after = packed & 0xfff;
        long sound = frames == UNKNOWN ? UNKNOWN : Math.max(0, frames * head.samples() - before - after);
        return new Mp3Padding(before + DECODER_DELAY, frames, sound);
    }

    private static boolean isAt(byte[] frame, int at, String magic) {
        return frame.length >= at + 4 && new String(frame, at, 4, StandardCharsets.ISO_8859_1).equals(magic);
    }
}
