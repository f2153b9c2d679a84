package org.earshot.trainer.eval.score;

/**
 * A linear-phase band-pass: an ideal band-pass truncated to 255 taps by a Hann window, with its delay removed.
 * Simulates telephones and other narrow-band microphones.
 */
final class BandPass {
    private static final int HALF = 127;

    private BandPass() {}

    /**
     * @param low lower edge in cycles per sample, 0..0.5
     * @param high upper edge in cycles per sample, 0..0.5
     */
    static float[] filter(float[] samples, double low, double high) {
        double[] taps = new double[2 * HALF + 1];
        for (int n = -HALF; n <= HALF; n++) {
            double ideal = n == 0
                    ? 2 * (high - low)
                    : (Math.sin(2 * Math.PI * high * n) - Math.sin(2 * Math.PI * low * n)) / (Math.PI * n);
            taps[n + HALF] = ideal * (0.5 + 0.5 * Math.cos(Math.PI * n / (HALF + 1)));
        }
        float[] out = new float[samples.length];
        for (int i = 0; i < out.length; i++) {
            double sum = 0;
            for (int n = Math.max(-HALF, i - samples.length + 1); n <= Math.min(HALF, i); n++) {
                sum += taps[n + HALF] * samples[i - n];
            }
            out[i] = (float) sum;
        }
        return out;
    }
}
