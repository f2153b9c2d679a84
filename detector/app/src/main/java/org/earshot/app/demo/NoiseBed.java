package org.earshot.app.demo;

import java.util.Random;

/**
 * Noise as a quiet place has it: white noise and four smoothed copies of it, each an octave and more below the last, so
 * that its spectrum falls by about 3 dB an octave; with a slow swell.
 */
final class NoiseBed {
    private static final double[] CORNERS_HZ = {60, 300, 1_200, 4_000};
    private static final double SWELL_SECONDS = 7;

    private NoiseBed() {}

    /**
     * @param samples how many
     * @param rms of the whole
     */
    static float[] of(int samples, int rateHz, double rms, Random random) {
        double[] keep = new double[CORNERS_HZ.length];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = Math.exp(-2 * Math.PI * CORNERS_HZ[i] / rateHz);
        }
        double[] smoothed = new double[keep.length];
        float[] noise = new float[samples];
        double phase = random.nextDouble() * 2 * Math.PI;
        double energy = 0;
        for (int n = 0; n < samples; n++) {
            double white = random.nextGaussian();
            double sum = 0.05 * white;
            for (int i = 0; i < keep.length; i++) {
                // The factor gives every copy the same power, however slow it is.
                smoothed[i] = keep[i] * smoothed[i] + Math.sqrt(1 - keep[i] * keep[i]) * white;
                sum += smoothed[i] / (1 << i);
            }
            double swell = 1 + 0.3 * Math.sin(phase + 2 * Math.PI * n / (SWELL_SECONDS * rateHz));
            noise[n] = (float) (sum * swell);
            energy += noise[n] * noise[n];
        }
        double gain = rms / Math.sqrt(Math.max(energy / Math.max(1, samples), 1e-20));
        for (int n = 0; n < samples; n++) {
            noise[n] *= (float) gain;
        }
        return noise;
    }
}
