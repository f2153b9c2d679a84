package org.earshot.core.dsp;

import java.util.Random;

/** Seeded test sounds, mono, full scale 1. */
final class Signals {
    private Signals() {}

    static float[] tone(int samples, int rateHz, double hz, double amplitude) {
        float[] tone = new float[samples];
        for (int n = 0; n < samples; n++) {
            tone[n] = (float) (amplitude * Math.sin(2 * Math.PI * hz * n / rateHz));
        }
        return tone;
    }

    static float[] noise(int samples, long seed, double deviation) {
        Random random = new Random(seed);
        float[] noise = new float[samples];
        for (int n = 0; n < samples; n++) {
            noise[n] = (float) (deviation * random.nextGaussian());
        }
        return noise;
    }

    /** A chirp from 50 Hz to just below half the rate over a faint noise bed, rounded to 16 bits as recordings are. */
    static float[] chirp(int samples, int rateHz) {
        float[] chirp = noise(samples, 7, 1e-3);
        double sweep = (0.48 * rateHz - 50) / samples;
        for (int n = 0; n < samples; n++) {
            double phase = 2 * Math.PI * (50.0 * n + sweep * n * n / 2) / rateHz;
            chirp[n] = Math.round((0.5 * Math.sin(phase) + chirp[n]) * 32768) / 32768f;
        }
        return chirp;
    }
}
