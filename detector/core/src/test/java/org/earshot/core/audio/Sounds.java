package org.earshot.core.audio;

import java.util.Arrays;
import java.util.Random;

/** Seeded test sounds, mono, full scale 1. */
public final class Sounds {
    private Sounds() {}

    public static float[] tone(int samples, int rateHz, double hz, double amplitude) {
        float[] tone = new float[samples];
        for (int n = 0; n < samples; n++) {
            tone[n] = (float) (amplitude * Math.sin(2 * Math.PI * hz * n / rateHz));
        }
        return tone;
    }

    /** Loud noise whose values are all k / 32768. */
    public static float[] noise16(int samples, long seed) {
        Random random = new Random(seed);
        float[] noise = new float[samples];
        for (int n = 0; n < samples; n++) {
            noise[n] = (short) (random.nextGaussian() * 6000) / 32768f;
        }
        return noise;
    }

    /** How loud a tone is in a sound that holds whole periods of it. */
    public static double amplitudeAt(double hz, float[] sound, int rateHz) {
        double re = 0;
        double im = 0;
        for (int n = 0; n < sound.length; n++) {
            re += sound[n] * Math.cos(2 * Math.PI * hz * n / rateHz);
            im += sound[n] * Math.sin(2 * Math.PI * hz * n / rateHz);
        }
        return 2 * Math.hypot(re, im) / sound.length;
    }

    public static float[] readAll(SampleSource source) {
        float[] all = new float[1024];
        int length = 0;
        while (true) {
            if (length == all.length) {
                all = Arrays.copyOf(all, 2 * length);
            }
            int read = source.read(all, length, all.length - length);
            if (read < 0) {
                return Arrays.copyOf(all, length);
            }
            length += read;
        }
    }
}
