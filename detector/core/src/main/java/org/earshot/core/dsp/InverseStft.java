package org.earshot.core.dsp;

import org.earshot.core.model.FrontEnd;

/**
 * Spectrogram to sound: every frame is transformed back and added at its place, without a synthesis window (Kong et al.
 * 2019), and each sample is divided by the sum of the windows over it. Kong et al. divide by the mean of that sum; it
 * is not constant for symmetric windows (1.5e-3 for Hann at N = 1024), and so a mask of ones would not give the sound
 * back.
 *
 * <p>For one thread at a time.
 */
public final class InverseStft {
    /** Where hardly a window reaches there is nothing to divide by. */
    private static final double LEAST_WEIGHT = 1e-6;

    private final FrontEnd frontEnd;
    private final double[] weights;
    private final RealFft fft;

    public InverseStft(FrontEnd frontEnd) {
        this.frontEnd = frontEnd;
        this.weights = StftWindow.of(frontEnd);
        this.fft = RealFft.of(frontEnd.windowSamples());
    }

    /** @return mono, as long as the sound that the spectrogram was made of */
    public float[] of(Spectrogram spectrogram) {
        int bins = fft.bins();
        double[] sum = new double[spectrogram.samples()];
        double[] weight = new double[spectrogram.samples()];
        double[] re = new double[bins];
        double[] im = new double[bins];
        double[] workRe = new double[bins];
        double[] workIm = new double[bins];
        double[] window = new double[frontEnd.windowSamples()];
        for (int frame = 0; frame < spectrogram.frames(); frame++) {
            for (int bin = 0; bin < bins; bin++) {
                re[bin] = spectrogram.re()[frame * bins + bin];
                im[bin] = spectrogram.im()[frame * bins + bin];
            }
            fft.inverse(re, im, workRe, workIm, window);
            int start = (frame - spectrogram.lead()) * frontEnd.hopSamples();
            int first = Math.max(0, -start);
            int end = Math.min(window.length, spectrogram.samples() - start);
            for (int n = first; n < end; n++) {
                sum[start + n] += window[n];
                weight[start + n] += weights[n];
            }
        }
        float[] samples = new float[sum.length];
        for (int n = 0; n < samples.length; n++) {
            samples[n] = weight[n] < LEAST_WEIGHT ? 0 : (float) (sum[n] / weight[n]);
        }
        return samples;
    }
}
