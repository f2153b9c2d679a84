package org.earshot.core.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Puts WAV files together byte by byte, the malformed ones as well. */
public final class WavBytes {
    private static final byte[] SUBFORMAT_TAIL = {
        0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71
    };

    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);

    public WavBytes() {
        this("RIFF", 1000);
    }

    public WavBytes(String riff, int riffSize) {
        text(riff);
        bytes.putInt(riffSize);
        text("WAVE");
    }

    public WavBytes format(int tag, int channels, int rateHz, int bits) {
        text("fmt ");
        bytes.putInt(16);
        format16(tag, channels, rateHz, bits);
        return this;
    }

    public WavBytes extensible(int tag, int channels, int rateHz, int bits) {
        text("fmt ");
        bytes.putInt(40);
        format16(0xfffe, channels, rateHz, bits);
        bytes.putShort((short) 22)
                .putShort((short) bits)
                .putInt(0)
                .putShort((short) tag)
                .put(SUBFORMAT_TAIL);
        return this;
    }

    /** A chunk with its padding byte, if it has an odd size. */
    public WavBytes chunk(String id, byte[] content) {
        text(id);
        bytes.putInt(content.length).put(content);
        if (content.length % 2 == 1) {
            bytes.put((byte) 0);
        }
        return this;
    }

    public WavBytes raw(byte[] content) {
        bytes.put(content);
        return this;
    }

    /** The data chunk with whatever size the header is to claim. */
    public WavBytes data(int claimedSize, byte[] content) {
        text("data");
        bytes.putInt(claimedSize).put(content);
        return this;
    }

    public byte[] build() {
        byte[] all = new byte[bytes.position()];
        bytes.flip().get(all);
        return all;
    }

    public static byte[] shorts(int... values) {
        ByteBuffer data = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            data.putShort((short) value);
        }
        return data.array();
    }

    private void format16(int tag, int channels, int rateHz, int bits) {
        int step = channels * ((bits + 7) / 8);
        bytes.putShort((short) tag).putShort((short) channels).putInt(rateHz);
        bytes.putInt(rateHz * step).putShort((short) step).putShort((short) bits);
    }

    private void text(String text) {
        bytes.put(text.getBytes(StandardCharsets.US_ASCII));
    }
}
