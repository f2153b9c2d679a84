package org.earshot.core.audio.flac;

import java.util.Arrays;

/** Bits of a FLAC stream in memory, most significant first. For one thread. */
final class FlacOutput {
    private byte[] bytes;
    private int size;
    private long cache;
    private int cached;

    FlacOutput(int capacity) {
        this.bytes = new byte[Math.max(64, capacity)];
    }

    /** @param count 0 to 56, of which the lowest bits of the value are written */
    void bits(long value, int count) {
        cache = cache << count | value & (1L << count) - 1;
        cached += count;
        while (cached >= Byte.SIZE) {
            cached -= Byte.SIZE;
            put((byte) (cache >>> cached));
        }
    }

    /** Zeros, then a one. */
    void unary(int zeros) {
        for (int left = zeros; left > 0; left -= 32) {
            bits(0, Math.min(left, 32));
        }
        bits(1, 1);
    }

    void bytes(byte[] more) {
        for (byte one : more) {
            bits(one, Byte.SIZE);
        }
    }

    /** Fills up the last byte with zeros. */
    void align() {
        bits(0, (Byte.SIZE - cached) % Byte.SIZE);
    }

    /** Whole bytes so far. */
    int size() {
        return size;
    }

    int crc8(int from) {
        return FlacCrc.eight(bytes, from, size);
    }

    int crc16(int from) {
        return FlacCrc.sixteen(bytes, from, size);
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void put(byte value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        bytes[size++] = value;
    }
}
