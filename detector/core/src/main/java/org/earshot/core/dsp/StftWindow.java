package org.earshot.core.dsp;

import org.earshot.core.model.FrontEnd;

/** The shape of an STFT window in its symmetric form, w(n) = a - (1 - a) cos(2 pi n / (N - 1)). */
final class StftWindow {
    private static final double HANN = 0.5;
    private static final double HAMMING = 0.54;

    private StftWindow() {}

    /** @return [windowSamples], 0..1 */
    static double[] of(FrontEnd frontEnd) {
        double a = switch (frontEnd.window()) {
            case HANN -> HANN;
            case HAMMING -> HAMMING;
        };
        double[] weights = new double[frontEnd.windowSamples()];
        for (int n = 0; n < weights.length; n++) {
            weights[n] = a - (1 - a) * Math.cos(2 * Math.PI * n / (weights.length - 1));
        }
        return weights;
    }

    /** sum w(n)^2, by which a magnitude spectrum is scaled: |X| / sqrt(sum w^2). */
    static double energy(double[] weights) {
        double sum = 0;
        for (double w : weights) {
            sum += w * w;
        }
        return sum;
    }
}
