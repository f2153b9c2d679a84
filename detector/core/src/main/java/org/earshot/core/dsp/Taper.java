package org.earshot.core.dsp;

import org.earshot.core.model.FrontEnd;

/** The taper of an STFT window in its symmetric form, w(n) = a - (1 - a) cos(2 pi n / (N - 1)). */
final class Taper {
    private static final double HANN = 0.5;
    private static final double HAMMING = 0.54;

    private Taper() {}

    /** @return [windowSamples], 0..1 */
    static double[] of(FrontEnd frontEnd) {
        double a = switch (frontEnd.window()) {
            case HANN -> HANN;
            case HAMMING -> HAMMING;
        };
        double[] taper = new double[frontEnd.windowSamples()];
        for (int n = 0; n < taper.length; n++) {
            taper[n] = a - (1 - a) * Math.cos(2 * Math.PI * n / (taper.length - 1));
        }
        return taper;
    }

    /** sum w(n)^2, by which a magnitude spectrum is scaled: |X| / sqrt(sum w^2). */
    static double energy(double[] taper) {
        double sum = 0;
        for (double w : taper) {
            sum += w * w;
        }
        return sum;
    }
}
