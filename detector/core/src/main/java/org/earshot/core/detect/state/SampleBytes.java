package org.earshot.core.detect.state;

import java.nio.ByteBuffer;

/**
 * Samples as bytes without loss: where every sample is a multiple of 1/32768, packed differences to the line through the two
 * samples before; else 32 bits each. For one thread.
 */
public final class SampleBytes {
    private static final float STEPS = 1 << 15;
    private static final int GROUP = 64;

    private final PackedInts packer = new PackedInts(GROUP);

    public static int maxBytes(int samples) {
        return Integer.BYTES + 1 + PackedInts.maxBytes(samples);
    }

    public void write(float[] samples, int count, ByteBuffer to) {
        boolean narrow = true;
        for (int i = 0; narrow && i < count; i++) {
            float scaled = samples[i] * STEPS;
            narrow = scaled == (short) scaled && Float.floatToRawIntBits(samples[i]) != Integer.MIN_VALUE;
        }
        to.putInt(count).put((byte) (narrow ? 1 : 0));
        if (narrow) {
            writePacked(samples, count, to);
        } else {
            for (int i = 0; i < count; i++) {
                to.putFloat(samples[i]);
            }
        }
    }

    /**
     * @param most more are not read
     * @return how many samples were read into {@code dst}
     */
    public int read(ByteBuffer from, float[] dst, int most) {
        int count = from.getInt();
        boolean narrow = from.get() == 1;
        if (count < 0 || count > most) {
            throw new StateException("the stored state is torn: " + count + " samples are kept");
        }
        if (narrow) {
            readPacked(from, dst, count);
        } else {
            for (int i = 0; i < count; i++) {
                dst[i] = from.getFloat();
            }
        }
        return count;
    }

    private void writePacked(float[] samples, int count, ByteBuffer to) {
        int[] steps = WorkSpace.numbers(count);
        int before = 0;
        int last = 0;
        for (int i = 0; i < count; i++) {
            int step = (int) (samples[i] * STEPS);
            steps[i] = step - (2 * last - before);
            before = last;
            last = step;
        }
        packer.write(steps, count, to);
    }

    private void readPacked(ByteBuffer from, float[] dst, int count) {
        int[] steps = WorkSpace.numbers(count);
        packer.read(from, steps, count);
        int before = 0;
        int last = 0;
        for (int i = 0; i < count; i++) {
            int step = steps[i] + 2 * last - before;
            dst[i] = step / STEPS;
            before = last;
            last = step;
        }
    }
}
