package org.earshot.trainer.data.sound;

import org.earshot.core.dsp.RealFft;

/** Convolution with one impulse response by overlap and add in the frequency domain. For one thread at a time. */
public final class FastConvolution {
    private final RealFft fft;
    private final int size;
    private final int step;
    private final double[] responseRe;
    private final double[] responseIm;

    /** @param response [length], at least one sample */
    public FastConvolution(float[] response) {
        this.size = Math.max(1024, Integer.highestOneBit(2 * response.length - 1) * 2);
        this.step = size - response.length + 1;
        this.fft = RealFft.of(size);
        this.responseRe = new double[fft.bins()];
        this.responseIm = new double[fft.bins()];
        double[] padded = new double[size];
        for (int n = 0; n < response.length; n++) {
            padded[n] = response[n];
        }
        fft.forward(padded, responseRe, responseIm);
    }

    /** Adds the convolution of {@code x} to {@code to}, cut off at its length. */
    public void addTo(float[] x, float[] to) {
        double[] block = new double[size];
        double[] re = new double[fft.bins()];
        double[] im = new double[fft.bins()];
        double[] workRe = new double[fft.bins()];
        double[] workIm = new double[fft.bins()];
        for (int start = 0; start < x.length; start += step) {
            int length = Math.min(step, x.length - start);
            boolean silent = true;
            for (int n = 0; n < size; n++) {
                block[n] = n < length ? x[start + n] : 0;
                silent &= block[n] == 0;
            }
            if (silent) {
                continue;
            }
            fft.forward(block, re, im);
            for (int b = 0; b < re.length; b++) {
                double real = re[b] * responseRe[b] - im[b] * responseIm[b];
                im[b] = re[b] * responseIm[b] + im[b] * responseRe[b];
                re[b] = real;
            }
            fft.inverse(re, im, workRe, workIm, block);
            int end = Math.min(to.length, start + size);
            for (int n = start; n < end; n++) {
                to[n] += (float) block[n - start];
            }
        }
    }
}
