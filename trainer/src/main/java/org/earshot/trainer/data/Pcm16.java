package org.earshot.trainer.data;

/** Samples in -1..1 as signed 16-bit numbers k, standing for k / 32768, and back. */
final class Pcm16 {
    private static final float SCALE = 32_768f;

    private Pcm16() {}

    static short[] toShort(float[] samples) {
        short[] out = new short[samples.length];
        for (int n = 0; n < out.length; n++) {
            out[n] = toShort(samples[n]);
        }
        return out;
    }

    static float[] toFloat(short[] samples) {
        float[] out = new float[samples.length];
        for (int n = 0; n < out.length; n++) {
            out[n] = samples[n] / SCALE;
        }
        return out;
    }

    /** Rounds every sample to the nearest 16-bit step, in place. */
    static void round(float[] samples) {
        for (int n = 0; n < samples.length; n++) {
            samples[n] = toShort(samples[n]) / SCALE;
        }
    }

    static short toShort(float sample) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample * SCALE)));
    }
}
