package org.earshot.trainer.data.sound;

/** Level and gain of samples in arrays. Stateless. */
public final class Levels {
    private Levels() {}

    /** Root mean square of part of an array; 0 if that is empty. */
    public static double rms(float[] x, int offset, int length) {
        double sum = 0;
        for (int n = offset; n < offset + length; n++) {
            sum += (double) x[n] * x[n];
        }
        return length <= 0 ? 0 : Math.sqrt(sum / length);
    }

    public static double rms(float[] x) {
        return rms(x, 0, x.length);
    }

    /** Largest absolute sample. */
    public static double peak(float[] x) {
        double peak = 0;
        for (float sample : x) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    /** Amplitude factor of a gain in decibels. */
    public static double gain(double db) {
        return Math.pow(10, db / 20);
    }

    /** Adds {@code gain} times part of one array to part of another. */
    public static void add(float[] x, int at, float[] to, int offset, int length, double gain) {
        for (int n = 0; n < length; n++) {
            to[offset + n] += (float) (gain * x[at + n]);
        }
    }
}
