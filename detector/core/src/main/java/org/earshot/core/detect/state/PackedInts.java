package org.earshot.core.detect.state;

import java.nio.ByteBuffer;

/**
 * Small signed numbers in few bits, by Rice codes: in groups, each with the number of low bits k that suits it best (5 bits);
 * a number, its sign folded into the lowest bit, is its value above the low bits as that many ones and a zero, then the low
 * bits. Numbers that would need 24 ones or more are 24 ones and 32 plain bits. For one thread.
 *
 * <p>Source of the code: R. F. Rice, Some practical universal noiseless coding techniques, 1979.
 */
final class PackedInts {
    private static final int ESCAPE = 24;
    private static final int K_BITS = 5;

    private final int group;
    private ByteBuffer bytes;
    private long window;
    private int bits;

    /** @param group how many numbers share their number of low bits */
    PackedInts(int group) {
        this.group = group;
    }

    /** The most bytes that n numbers take. */
    static int maxBytes(int count) {
        return 8 * count + 8;
    }

    void write(int[] values, int count, ByteBuffer to) {
        bytes = to;
        window = 0;
        bits = 0;
        for (int from = 0; from < count; from += group) {
            writeGroup(values, from, Math.min(count, from + group));
        }
        for (; bits > 0; bits -= 8) {
            bytes.put((byte) (bits >= 8 ? window >>> bits - 8 : window << 8 - bits));
        }
        bytes = null;
    }

    void read(ByteBuffer from, int[] values, int count) {
        bytes = from;
        window = 0;
        bits = 0;
        for (int at = 0; at < count; at += group) {
            int k = (int) take(K_BITS);
            for (int i = at; i < Math.min(count, at + group); i++) {
                values[i] = readOne(k);
            }
        }
        bytes = null;
    }

    private void writeGroup(int[] values, int from, int to) {
        int k = bestLowBits(values, from, to);
        put(k, K_BITS);
        for (int i = from; i < to; i++) {
            int folded = fold(values[i]);
            int high = folded >>> k;
            if (high >= 0 && high < ESCAPE) {
                putOne(high, folded & (1L << k) - 1, k);
            } else {
                put((1L << ESCAPE) - 1, ESCAPE);
                put(folded & 0xffffffffL, Integer.SIZE);
            }
        }
    }

    private void putOne(int high, long low, int k) {
        long ones = (1L << high + 1) - 2;
        if (high + 1 + k <= Integer.SIZE) {
            put(ones << k | low, high + 1 + k);
        } else {
            put(ones, high + 1);
            put(low, k);
        }
    }

    private int readOne(int k) {
        int high = 0;
        while (high < ESCAPE && take(1) == 1) {
            high++;
        }
        int folded = high == ESCAPE ? (int) take(Integer.SIZE) : high << k | (int) take(k);
        return folded >>> 1 ^ -(folded & 1);
    }

    private static int bestLowBits(int[] values, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += fold(values[i]) & 0xffffffffL;
        }
        long mean = sum / (to - from);
        return mean == 0 ? 0 : Math.min(30, Math.max(0, 63 - Long.numberOfLeadingZeros(mean * 7 / 10 + 1)));
    }

    private static int fold(int value) {
        return value << 1 ^ value >> 31;
    }

    /** Appends the lowest {@code count} bits, at most 32, the highest first. */
    private void put(long value, int count) {
        window = window << count | value;
        bits += count;
        if (bits >= Integer.SIZE) {
            bits -= Integer.SIZE;
            bytes.putInt((int) (window >>> bits));
        }
    }

    private long take(int count) {
        while (bits < count) {
            window = window << 8 | bytes.get() & 0xff;
            bits += 8;
        }
        bits -= count;
        return window >>> bits & (1L << count) - 1;
    }
}
