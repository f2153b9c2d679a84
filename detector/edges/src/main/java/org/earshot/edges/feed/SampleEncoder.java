package org.earshot.edges.feed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.earshot.core.audio.flac.FlacWriter;
import org.earshot.schema.AudioEncoding;

/**
 * Puts mono samples into bytes such that the detector gets exactly the same samples out: in 16 bits if each is k / 32768, in 24
 * bits if each is k / 2^23, else as floats. Stateless; safe for use by several threads.
 */
final class SampleEncoder {
    private static final int SCALE_16 = 1 << 15;
    private static final int SCALE_24 = 1 << 23;

    private final WireEncoding wire;

    SampleEncoder(WireEncoding wire) {
        this.wire = wire;
    }

    /** Encoded samples. */
    record Encoded(AudioEncoding encoding, ByteBuffer bytes) {}

    Encoded encode(float[] mono, int length, int rateHz) {
        if (holds(mono, length, SCALE_16)) {
            return wire == WireEncoding.FLAC && length > 0
                    ? new Encoded(AudioEncoding.FLAC, flac(mono, length, rateHz))
                    : new Encoded(AudioEncoding.PCM_S16LE, shorts(mono, length));
        }
        return holds(mono, length, SCALE_24)
                ? new Encoded(AudioEncoding.PCM_S24LE, triples(mono, length))
                : new Encoded(AudioEncoding.PCM_F32LE, floats(mono, length));
    }

    /** True if every sample is a whole multiple of 1 / scale within -1..1. */
    private static boolean holds(float[] mono, int length, int scale) {
        for (int n = 0; n < length; n++) {
            // Scaling by a power of two is exact.
            float scaled = mono[n] * scale;
            if (scaled != (int) scaled || scaled >= scale || scaled < -scale) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer flac(float[] mono, int length, int rateHz) {
        int[] values = new int[length];
        for (int n = 0; n < length; n++) {
            values[n] = (int) (mono[n] * SCALE_16);
        }
        return ByteBuffer.wrap(FlacWriter.encode(rateHz, 1, values));
    }

    private static ByteBuffer shorts(float[] mono, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * length).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = 0; n < length; n++) {
            bytes.putShort((short) (mono[n] * SCALE_16));
        }
        return bytes.flip();
    }

    private static ByteBuffer triples(float[] mono, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(3 * length);
        for (int n = 0; n < length; n++) {
            int value = (int) (mono[n] * SCALE_24);
            bytes.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
        }
        return bytes.flip();
    }

    private static ByteBuffer floats(float[] mono, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * length).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = 0; n < length; n++) {
            bytes.putFloat(mono[n]);
        }
        return bytes.flip();
    }
}
