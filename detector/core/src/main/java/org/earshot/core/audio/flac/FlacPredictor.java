package org.earshot.core.audio.flac;

/**
 * What predicts a block of samples best: one of the fixed polynomials of FLAC, or a linear predictor made for the block
 * (autocorrelation under a parabolic window, Levinson-Durbin; RFC 9639, section 9.2). For one thread.
 *
 * @param order number of samples before the first prediction
 * @param coefficients of the linear predictor, the newest sample's first; null for a fixed polynomial
 * @param shift right shift of the linear prediction
 * @param residual [samples] what the prediction misses, from {@code order} on
 */
record FlacPredictor(int order, int[] coefficients, int shift, int[] residual) {
    /** Bits of a coefficient, its sign included. */
    static final int PRECISION = 14;

    private static final int MAX_FIXED = 4;
    private static final int LINEAR_ORDER = 8;
    private static final int LEAST_SAMPLES = 64;
    private static final int MAX_SHIFT = 15;
    private static final long LARGEST_RESIDUAL = 1 << 24;

    /** The fixed polynomial with the smallest residual. */
    static FlacPredictor fixed(int[] samples, int count) {
        int[] best = null;
        int bestOrder = 0;
        long least = Long.MAX_VALUE;
        int[] differences = samples;
        for (int order = 0; order <= Math.min(MAX_FIXED, count - 1); order++) {
            if (order > 0) {
                differences = differences(differences, order, count);
            }
            long sum = 0;
            for (int n = order; n < count; n++) {
                sum += Math.abs(differences[n]);
            }
            if (sum < least) {
                least = sum;
                best = differences;
                bestOrder = order;
            }
        }
        return new FlacPredictor(bestOrder, null, 0, best);
    }

    private static int[] differences(int[] of, int order, int count) {
        int[] differences = new int[count];
        for (int n = order; n < count; n++) {
            differences[n] = of[n] - of[n - 1];
        }
        return differences;
    }

    /** A predictor for this block, or null if it is too short or has none that can be written. */
    static FlacPredictor linear(int[] samples, int count) {
        if (count < LEAST_SAMPLES) {
            return null;
        }
        double[] exact = levinson(autocorrelation(samples, count));
        double largest = 0;
        for (double coefficient : exact) {
            largest = Math.max(largest, Math.abs(coefficient));
        }
        int shift = Math.min(MAX_SHIFT, PRECISION - 2 - Math.getExponent(largest));
        if (!(largest > 0) || shift < 0) {
            return null;
        }
        int[] coefficients = new int[LINEAR_ORDER];
        double error = 0;
        for (int i = 0; i < LINEAR_ORDER; i++) {
            double wanted = exact[i] * (1 << shift) + error;
            int limit = (1 << PRECISION - 1) - 1;
            coefficients[i] = (int) Math.max(-limit, Math.min(limit, Math.rint(wanted)));
            error = wanted - coefficients[i];
        }
        int[] residual = new int[count];
        for (int n = LINEAR_ORDER; n < count; n++) {
            long sum = 0;
            for (int i = 0; i < LINEAR_ORDER; i++) {
                sum += (long) coefficients[i] * samples[n - 1 - i];
            }
            long missed = samples[n] - (sum >> shift);
            if (Math.abs(missed) > LARGEST_RESIDUAL) {
                return null;
            }
            residual[n] = (int) missed;
        }
        return new FlacPredictor(LINEAR_ORDER, coefficients, shift, residual);
    }

    private static double[] autocorrelation(int[] samples, int count) {
        double[] windowed = new double[count];
        for (int n = 0; n < count; n++) {
            double x = (2.0 * n - count + 1) / (count + 1);
            windowed[n] = samples[n] * (1 - x * x);
        }
        double[] lags = new double[LINEAR_ORDER + 1];
        for (int lag = 0; lag < lags.length; lag++) {
            for (int n = lag; n < count; n++) {
                lags[lag] += windowed[n] * windowed[n - lag];
            }
        }
        return lags;
    }

    private static double[] levinson(double[] lags) {
        double[] coefficients = new double[LINEAR_ORDER];
        double error = lags[0];
        for (int order = 0; order < LINEAR_ORDER && error > 0; order++) {
            double reflection = lags[order + 1];
            for (int i = 0; i < order; i++) {
                reflection -= coefficients[i] * lags[order - i];
            }
            reflection /= error;
            double[] before = coefficients.clone();
            coefficients[order] = reflection;
            for (int i = 0; i < order; i++) {
                coefficients[i] = before[i] - reflection * before[order - 1 - i];
            }
            error *= 1 - reflection * reflection;
        }
        return coefficients;
    }
}
