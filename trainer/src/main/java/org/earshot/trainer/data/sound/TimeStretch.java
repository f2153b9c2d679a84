package org.earshot.trainer.data.sound;

import java.util.Arrays;

/**
 * Makes a sound longer or shorter without changing its pitch: overlapping pieces are placed at another distance, each
 * shifted slightly to where it best matches what is there (Verhelst and Roelands 1993, WSOLA).
 */
public final class TimeStretch {
    private static final double PIECE_SECONDS = 0.032;
    private static final double SEARCH_SECONDS = 0.008;

    private TimeStretch() {}

    /** @param factor on the duration, 0.5..2 */
    public static float[] of(float[] x, double factor, int rateHz) {
        int half = (int) (PIECE_SECONDS * rateHz) / 2;
        int search = (int) (SEARCH_SECONDS * rateHz);
        int length = Math.max(1, (int) Math.round(x.length * factor));
        if (x.length < 4 * half) {
            return x;
        }
        float[] out = new float[length + 2 * half];
        int before = 0;
        for (int at = 0; at < length; at += half) {
            int wanted = (int) Math.round(at / factor);
            int from = at == 0 ? 0 : best(x, before + half, wanted, half, search);
            for (int n = 0; n < 2 * half; n++) {
                float window = 0.5f - 0.5f * (float) Math.cos(Math.PI * (n + 0.5) / half);
                float sample = from + n < x.length ? x[from + n] : 0;
                out[at + n] = at == 0 && n < half ? sample : out[at + n] + window * sample;
            }
            before = from;
        }
        return Arrays.copyOf(out, length);
    }

    /** Position near {@code wanted} where the sound is most similar to its continuation at {@code natural}. */
    private static int best(float[] x, int natural, int wanted, int half, int search) {
        int best = Math.max(0, Math.min(x.length - 1, wanted));
        double most = Double.NEGATIVE_INFINITY;
        for (int shift = -search; shift <= search; shift += 4) {
            int from = wanted + shift;
            if (from < 0 || from + half >= x.length || natural + half >= x.length) {
                continue;
            }
            double product = 0;
            double energy = 1e-9;
            for (int n = 0; n < half; n += 2) {
                product += x[from + n] * x[natural + n];
                energy += x[from + n] * x[from + n];
            }
            double likeness = product / Math.sqrt(energy);
            if (likeness > most) {
                most = likeness;
                best = from;
            }
        }
        return best;
    }
}
