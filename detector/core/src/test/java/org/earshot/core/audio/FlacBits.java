package org.earshot.core.audio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Puts a FLAC stream of any number of bits together, one verbatim frame after another, with nothing but its stream information. */
public final class FlacBits {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int cache;
    private int cached;

    /** @param values [sample][channel] */
    public static byte[] stream(int rateHz, int bits, int frameSamples, int[][] values) {
        var stream = new FlacBits();
        stream.bytes.writeBytes("fLaC".getBytes(StandardCharsets.US_ASCII));
        stream.put(0x80, 8);
        stream.put(34, 24);
        stream.put(frameSamples, 16);
        stream.put(frameSamples, 16);
        stream.put(0, 48);
        stream.put(rateHz, 20);
        stream.put(values[0].length - 1, 3);
        stream.put(bits - 1, 5);
        stream.put(values.length, 36);
        stream.put(0, 64);
        stream.put(0, 64);
        for (int from = 0; from < values.length; from += frameSamples) {
            stream.frame(bits, from / frameSamples, values, from, Math.min(values.length, from + frameSamples));
        }
        return stream.bytes.toByteArray();
    }

    private void frame(int bits, int number, int[][] values, int from, int to) {
        int start = bytes.size();
        put(0x7ffc, 15);
        put(0, 1);
        put(7, 4);
        put(0, 4);
        put(values[0].length - 1, 4);
        put(0, 4);
        put(number, 8);
        put(to - from - 1, 16);
        put(crc(start, 0x07, 8), 8);
        for (int channel = 0; channel < values[0].length; channel++) {
            put(1 << 1, 8);
            for (int n = from; n < to; n++) {
                put(values[n][channel], bits);
            }
        }
        if (cached > 0) {
            put(0, 8 - cached);
        }
        put(crc(start, 0x8005, 16), 16);
    }

    private void put(long value, int bits) {
        for (int bit = bits - 1; bit >= 0; bit--) {
            cache = cache << 1 | (int) (value >> bit & 1);
            if (++cached == 8) {
                bytes.write(cache);
                cache = 0;
                cached = 0;
            }
        }
    }

    private int crc(int from, int polynomial, int width) {
        byte[] all = bytes.toByteArray();
        int crc = 0;
        for (int i = from; i < all.length; i++) {
            crc ^= (all[i] & 0xff) << width - 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ ((crc >> width - 1 & 1) == 0 ? 0 : polynomial);
            }
            crc &= (1 << width) - 1;
        }
        return crc;
    }
}
