package org.earshot.core.dsp;

import org.earshot.core.model.FrontEnd;

/**
 * Short-time Fourier transform of a whole sound: X(t, b) = sum over n of w(n) x(t H + n) e^(-2 pi i b n / N), not scaled. Beyond
 * the ends of the sound there is silence. For one thread at a time.
 */
public final class Stft {
    private final FrontEnd frontEnd;
    private final double[] weights;
    private final RealFft fft;

    public Stft(FrontEnd frontEnd) {
        this.frontEnd = frontEnd;
        this.weights = StftWindow.of(frontEnd);
        this.fft = RealFft.of(frontEnd.windowSamples());
    }

    /** @param samples mono, at the front end's rate */
    public Spectrogram of(float[] samples) {
        int size = frontEnd.windowSamples();
        int hop = frontEnd.hopSamples();
        int bins = fft.bins();
        int lead = (size - 1) / hop;
        int frames = samples.length == 0 ? 0 : lead + (samples.length - 1) / hop + 1;
        float[] re = new float[frames * bins];
        float[] im = new float[frames * bins];
        double[] window = new double[size];
        double[] frameRe = new double[bins];
        double[] frameIm = new double[bins];
        for (int frame = 0; frame < frames; frame++) {
            int start = (frame - lead) * hop;
            for (int n = 0; n < size; n++) {
                int at = start + n;
                window[n] = at >= 0 && at < samples.length ? weights[n] * samples[at] : 0;
            }
            fft.forward(window, frameRe, frameIm);
            for (int bin = 0; bin < bins; bin++) {
                re[frame * bins + bin] = (float) frameRe[bin];
                im[frame * bins + bin] = (float) frameIm[bin];
            }
        }
        return new Spectrogram(lead, frames, bins, re, im, samples.length);
    }
}
