package org.earshot.trainer.separation;

/**
 * Distortion of an estimated sound relative to the true one, in dB; higher is better. Without a reference, or for equal
 * sounds, the value is NaN or infinite.
 */
public final class Distortion {
    private Distortion() {}

    /** SDR = 10 log10(|s|^2 / |s - s'|^2). @param reference s. @param estimate s', as long */
    public static double sdr(float[] reference, float[] estimate) {
        return ratio(reference, estimate, 1);
    }

    /**
     * The same, independent of the level of the estimate: s is scaled by a = (s . s') / |s|^2, and SI-SDR = 10 log10(|a
     * s|^2 / |a s - s'|^2) (Le Roux et al. 2019).
     */
    public static double siSdr(float[] reference, float[] estimate) {
        double product = 0;
        double energy = 0;
        for (int n = 0; n < reference.length; n++) {
            product += (double) reference[n] * estimate[n];
            energy += (double) reference[n] * reference[n];
        }
        return ratio(reference, estimate, product / energy);
    }

    private static double ratio(float[] reference, float[] estimate, double scale) {
        double signal = 0;
        double error = 0;
        for (int n = 0; n < reference.length; n++) {
            double target = scale * reference[n];
            signal += target * target;
            error += (target - estimate[n]) * (target - estimate[n]);
        }
        return 10 * Math.log10(signal / error);
    }
}
