package org.earshot.trainer.data.sound;

/** Recursive filters that colour a signal in place, by the bilinear transform of their analogue prototypes. */
public final class Filters {
    private Filters() {}

    /** First-order shelf: gain 1 far below the corner and {@code gainDb} far above it. */
    public static void highShelf(float[] x, int rateHz, double cornerHz, double gainDb) {
        double gain = Math.pow(10, gainDb / 20);
        double t = Math.tan(Math.PI * cornerHz / rateHz) * Math.sqrt(gain);
        // H(s) = (gain s + w) / (s + w) around w = corner * sqrt(gain), so that the corner has half the gain in dB.
        double b0 = (gain + t) / (1 + t);
        double b1 = (t - gain) / (1 + t);
        double a1 = (t - 1) / (1 + t);
        double x1 = 0;
        double y1 = 0;
        for (int n = 0; n < x.length; n++) {
            double y = b0 * x[n] + b1 * x1 - a1 * y1;
            x1 = x[n];
            y1 = y;
            x[n] = (float) y;
        }
    }

    /** Butterworth low-pass of the fourth order, 3 dB down at the corner. */
    public static void lowPass(float[] x, int rateHz, double cornerHz) {
        biquad(x, rateHz, cornerHz, 1 / (2 * Math.cos(Math.PI / 8)), false);
        biquad(x, rateHz, cornerHz, 1 / (2 * Math.cos(3 * Math.PI / 8)), false);
    }

    /** Butterworth high-pass of the second order, 3 dB down at the corner. */
    public static void highPass(float[] x, int rateHz, double cornerHz) {
        biquad(x, rateHz, cornerHz, Math.sqrt(0.5), true);
    }

    /** A peak or dip of a response. @param quality centre frequency over bandwidth */
    public static void peak(float[] x, int rateHz, double hz, double gainDb, double quality) {
        double k = Math.tan(Math.PI * Math.min(hz, 0.49 * rateHz) / rateHz);
        double gain = Math.pow(10, gainDb / 20);
        // A dip is the inverse of a peak, so that both have the same width.
        double above = gainDb > 0 ? gain : 1;
        double below = gainDb > 0 ? 1 : 1 / gain;
        double norm = 1 / (1 + below * k / quality + k * k);
        double b0 = (1 + above * k / quality + k * k) * norm;
        double b1 = 2 * (k * k - 1) * norm;
        double b2 = (1 - above * k / quality + k * k) * norm;
        double a2 = (1 - below * k / quality + k * k) * norm;
        double s1 = 0;
        double s2 = 0;
        for (int n = 0; n < x.length; n++) {
            double in = x[n];
            double out = b0 * in + s1;
            s1 = b1 * (in - out) + s2;
            s2 = b2 * in - a2 * out;
            x[n] = (float) out;
        }
    }

    private static void biquad(float[] x, int rateHz, double cornerHz, double quality, boolean high) {
        double k = Math.tan(Math.PI * Math.min(cornerHz, 0.49 * rateHz) / rateHz);
        double norm = 1 / (1 + k / quality + k * k);
        double b0 = high ? norm : k * k * norm;
        double b1 = high ? -2 * b0 : 2 * b0;
        double a1 = 2 * (k * k - 1) * norm;
        double a2 = (1 - k / quality + k * k) * norm;
        double s1 = 0;
        double s2 = 0;
        for (int n = 0; n < x.length; n++) {
            double in = x[n];
            double out = b0 * in + s1;
            s1 = b1 * in - a1 * out + s2;
            s2 = b0 * in - a2 * out;
            x[n] = (float) out;
        }
    }
}
