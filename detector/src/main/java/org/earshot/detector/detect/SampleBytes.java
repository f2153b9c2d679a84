package org.earshot.detector.detect;

import java.nio.ByteBuffer;

/** Samples as bytes without loss: 16 bits each where every sample is a multiple of 1/32768, else 32. Stateless. */
final class SampleBytes {
    private static final float STEPS = 1 << 15;

    private SampleBytes() {}

    static int maxBytes(int samples) {
        return Integer.BYTES + 1 + samples * Float.BYTES;
    }

    static void write(float[] samples, int count, ByteBuffer to) {
        boolean narrow = true;
        for (int i = 0; narrow && i < count; i++) {
            float steps = samples[i] * STEPS;
            narrow = steps == (short) steps && Float.floatToRawIntBits(samples[i]) != Integer.MIN_VALUE;
        }
        to.putInt(count).put((byte) (narrow ? Short.BYTES : Float.BYTES));
        for (int i = 0; i < count; i++) {
            if (narrow) {
                to.putShort((short) (samples[i] * STEPS));
            } else {
                to.putFloat(samples[i]);
            }
        }
    }

    /** @return how many samples were read into {@code dst} */
    static int read(ByteBuffer from, float[] dst) {
        int count = from.getInt();
        boolean narrow = from.get() == Short.BYTES;
        if (count < 0 || count > dst.length) {
            throw new StateException("the stored state is torn: " + count + " samples are kept");
        }
        for (int i = 0; i < count; i++) {
            dst[i] = narrow ? from.getShort() / STEPS : from.getFloat();
        }
        return count;
    }
}
