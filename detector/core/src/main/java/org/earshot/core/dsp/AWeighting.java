package org.earshot.core.dsp;

import org.earshot.core.model.FrontEnd;

/**
 * The frequency weighting A of sound level meters, R(f) = (f4^2 f^4) / ((f^2 + f1^2) sqrt(f^2 + f2^2) sqrt(f^2 + f3^2) (f^2 +
 * f4^2)), scaled to 1 at 1 kHz (IEC 61672-1:2013, annex E).
 *
 * <pre>
 *    31.5 Hz -39.4 dB   125 Hz -16.1 dB   500 Hz -3.2 dB   1 kHz 0 dB   2 kHz +1.2 dB   4 kHz +1.0 dB   8 kHz -1.1 dB
 * </pre>
 *
 * <p>Stateless; safe for use by several threads.
 */
public final class AWeighting {
    private static final double F1_HZ = 20.598997;
    private static final double F2_HZ = 107.65265;
    private static final double F3_HZ = 737.86223;
    private static final double F4_HZ = 12_194.217;
    private static final double AT_1_KHZ = unscaled(1_000);

    /** Bins to each side into which the window spreads a tone so that it matters. */
    private static final int SPREAD = 3;
    /** Enough for the weights to come to rest. */
    private static final int ROUNDS = 200;

    private AWeighting() {}

    /** The weighting of a frequency, dB. */
    public static double decibels(double hz) {
        return 10 * Math.log10(power(hz));
    }

    /** By how much the weighting multiplies the power at a frequency. */
    static double power(double hz) {
        double amplitude = unscaled(hz) / AT_1_KHZ;
        return amplitude * amplitude;
    }

    private static double unscaled(double hz) {
        double f2 = hz * hz;
        return F4_HZ
                * F4_HZ
                * f2
                * f2
                / ((f2 + F1_HZ * F1_HZ)
                        * Math.sqrt((f2 + F2_HZ * F2_HZ) * (f2 + F3_HZ * F3_HZ))
                        * (f2 + F4_HZ * F4_HZ));
    }

    /**
     * Weights of squared magnitudes, scaled by 1 / sqrt(sum w^2), of which the sum is the A-weighted mean square of the window's
     * samples.
     *
     * <p>The window spreads a tone over its neighbours, and in the bass the next bin weighs five times as much. So the weights are
     * those with which a tone in the middle of a bin comes out right with its neighbours: w is multiplied by what is due over what
     * comes out, until it is at rest.
     *
     * @return [windowSamples / 2 + 1]
     */
    static double[] binWeights(FrontEnd frontEnd) {
        int size = frontEnd.windowSamples();
        double[] due = new double[size / 2 + 1];
        for (int bin = 0; bin < due.length; bin++) {
            due[bin] = power((double) bin * frontEnd.rateHz() / size);
        }
        double[] spread = spread(StftWindow.of(frontEnd));
        double[] weights = due.clone();
        for (int round = 0; round < ROUNDS; round++) {
            double[] comes = new double[weights.length];
            for (int bin = 0; bin < weights.length; bin++) {
                for (int d = -SPREAD; d <= SPREAD; d++) {
                    int other = Math.min(Math.abs(bin + d), weights.length - 1);
                    comes[bin] += spread[Math.abs(d)] * weights[other];
                }
            }
            for (int bin = 1; bin < weights.length; bin++) {
                weights[bin] *= due[bin] / comes[bin];
            }
        }
        for (int bin = 0; bin < weights.length; bin++) {
            // All but the first and the last stand for two, one of a negative frequency.
            weights[bin] *= (bin == 0 || 2 * bin == size ? 1.0 : 2.0) / size;
        }
        return weights;
    }

    /** Share of a tone's power that lies that many bins beside it. */
    private static double[] spread(double[] window) {
        double[] spread = new double[SPREAD + 1];
        for (int d = 0; d < spread.length; d++) {
            double re = 0;
            double im = 0;
            for (int n = 0; n < window.length; n++) {
                re += window[n] * Math.cos(2 * Math.PI * d * n / window.length);
                im += window[n] * Math.sin(2 * Math.PI * d * n / window.length);
            }
            spread[d] = (re * re + im * im) / (window.length * StftWindow.energy(window));
        }
        return spread;
    }
}
