package org.earshot.core.detect.state;

import java.nio.ByteBuffer;

/**
 * The state of a windowed activity as bytes: rows of equal length, each a first number and then the differences from one to
 * the next, packed. For one thread.
 */
public final class WindowBytes {
    private final int rows;

    /** @param rows two per label */
    public WindowBytes(int rows) {
        this.rows = rows;
    }

    public static int maxBytes(int count) {
        return 2 * PackedInts.maxBytes(count);
    }

    public void write(int[] values, int count, ByteBuffer to) {
        int length = count / rows;
        if (length == 0) {
            return;
        }
        int[] firsts = new int[rows];
        int[] steps = new int[rows * (length - 1)];
        for (int row = 0; row < rows; row++) {
            firsts[row] = values[row * length];
            for (int i = 1; i < length; i++) {
                steps[row * (length - 1) + i - 1] = values[row * length + i] - values[row * length + i - 1];
            }
        }
        new PackedInts(1).write(firsts, rows, to);
        new PackedInts(Math.max(1, length - 1)).write(steps, steps.length, to);
    }

    public void read(ByteBuffer from, int[] values, int count) {
        int length = count / rows;
        if (length == 0) {
            return;
        }
        int[] firsts = new int[rows];
        int[] steps = new int[rows * (length - 1)];
        new PackedInts(1).read(from, firsts, rows);
        new PackedInts(Math.max(1, length - 1)).read(from, steps, steps.length);
        for (int row = 0; row < rows; row++) {
            values[row * length] = firsts[row];
            for (int i = 1; i < length; i++) {
                values[row * length + i] = values[row * length + i - 1] + steps[row * (length - 1) + i - 1];
            }
        }
    }
}
