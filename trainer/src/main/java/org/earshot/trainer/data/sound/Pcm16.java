package org.earshot.trainer.data.sound;

/** Converts samples in -1..1 to signed 16-bit numbers k, for k / 32768, and back. */
public final class Pcm16 {
    private static final float SCALE = 32_768f;

    private Pcm16() {}

    public static short[] toShort(float[] samples) {
        short[] out = new short[samples.length];
        for (int n = 0; n < out.length; n++) {
            out[n] = toShort(samples[n]);
        }
        return out;
    }

    public static float[] toFloat(short[] samples) {
        float[] out = new float[samples.length];
        for (int n = 0; n < out.length; n++) {
            out[n] = samples[n] / SCALE;
        }
        return out;
    }

    /** Rounds every sample to the nearest 16-bit step, in place. */
    public static void round(float[] samples) {
        for (int n = 0; n < samples.length; n++) {
            samples[n] = toShort(samples[n]) / SCALE;
        }
    }

    public static short toShort(float sample) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample * SCALE)));
    }
}
