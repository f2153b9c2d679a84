package org.earshot.detector.dsp;

/**
 * Discrete Fourier transform of real samples in float64: X(b) = sum over n of x(n) e^(-2 pi i b n / N) for b = 0..N/2, and
 * its inverse. N real samples are transformed as N/2 complex ones by a radix-2 decimation in time (Cooley and Tukey, 1965).
 *
 * <p>Float64, because log-mel must hold to 1e-4 below loud sounds as well: the rounding of a float32 transform is that of
 * the loudest bin, and was seen to move bands that are 80 dB quieter by 1e-2.
 *
 * <p>For one thread. Nothing is allocated per transform.
 */
final class RealFft {
    private final int half;
    private final int[] reversed;
    /** Twiddles e^(-pi i j / s) of the pass that joins halves of s values, at s + j. */
    private final double[] cosine;

    private final double[] sine;
    private final double[] splitCosine;
    private final double[] splitSine;

    /** @param size number of real samples N, a power of two of at least 8 */
    RealFft(int size) {
        if (size < 8 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("size must be a power of two of at least 8, is " + size);
        }
        this.half = size / 2;
        this.reversed = new int[half];
        int bits = Integer.numberOfTrailingZeros(half);
        for (int i = 0; i < half; i++) {
            reversed[i] = Integer.reverse(i) >>> (32 - bits);
        }
        this.cosine = new double[half];
        this.sine = new double[half];
        for (int s = 1; s < half; s *= 2) {
            for (int j = 0; j < s; j++) {
                cosine[s + j] = Math.cos(Math.PI * j / s);
                sine[s + j] = -Math.sin(Math.PI * j / s);
            }
        }
        this.splitCosine = new double[half];
        this.splitSine = new double[half];
        for (int b = 0; b < half; b++) {
            splitCosine[b] = Math.cos(Math.PI * b / half);
            splitSine[b] = -Math.sin(Math.PI * b / half);
        }
    }

    /** Number of bins, N/2 + 1. */
    int bins() {
        return half + 1;
    }

    /**
     * Samples to spectrum.
     *
     * @param samples [N]
     * @param re [bins] real parts, overwritten
     * @param im [bins] imaginary parts, overwritten
     */
    void forward(double[] samples, double[] re, double[] im) {
        for (int n = 0; n < half; n++) {
            int from = 2 * reversed[n];
            re[n] = samples[from];
            im[n] = samples[from + 1];
        }
        transform(re, im);
        re[half] = re[0] - im[0];
        re[0] += im[0];
        im[half] = 0;
        im[0] = 0;
        for (int b = 1; b <= half / 2; b++) {
            int c = half - b;
            double evenRe = 0.5 * (re[b] + re[c]);
            double evenIm = 0.5 * (im[b] - im[c]);
            double oddRe = 0.5 * (im[b] + im[c]);
            double oddIm = 0.5 * (re[c] - re[b]);
            double turnedRe = oddRe * splitCosine[b] - oddIm * splitSine[b];
            double turnedIm = oddRe * splitSine[b] + oddIm * splitCosine[b];
            re[b] = evenRe + turnedRe;
            im[b] = evenIm + turnedIm;
            re[c] = evenRe - turnedRe;
            im[c] = turnedIm - evenIm;
        }
    }

    /**
     * Spectrum to samples; undoes {@link #forward}.
     *
     * @param re [bins], destroyed
     * @param im [bins], destroyed; the imaginary parts of the first and last bin count as 0
     * @param samples [N], overwritten
     */
    void inverse(double[] re, double[] im, double[] samples) {
        double first = 0.5 * (re[0] + re[half]);
        im[0] = 0.5 * (re[0] - re[half]);
        re[0] = first;
        for (int b = 1; b <= half / 2; b++) {
            int c = half - b;
            double evenRe = 0.5 * (re[b] + re[c]);
            double evenIm = 0.5 * (im[b] - im[c]);
            double turnedRe = 0.5 * (re[b] - re[c]);
            double turnedIm = 0.5 * (im[b] + im[c]);
            double oddRe = turnedRe * splitCosine[b] + turnedIm * splitSine[b];
            double oddIm = turnedIm * splitCosine[b] - turnedRe * splitSine[b];
            re[b] = evenRe - oddIm;
            im[b] = evenIm + oddRe;
            re[c] = evenRe + oddIm;
            im[c] = oddRe - evenIm;
        }
        // An inverse transform is the forward one with real and imaginary parts exchanged.
        for (int n = 0; n < half; n++) {
            int m = reversed[n];
            if (m > n) {
                swap(re, n, m);
                swap(im, n, m);
            }
        }
        transform(im, re);
        for (int n = 0; n < half; n++) {
            samples[2 * n] = re[n] / half;
            samples[2 * n + 1] = im[n] / half;
        }
    }

    /** The complex transform of half values that stand in bit-reversed order. */
    private void transform(double[] re, double[] im) {
        firstTwoPasses(re, im);
        for (int s = 4; s < half; s *= 2) {
            for (int start = 0; start < half; start += 2 * s) {
                join(re, im, start, s);
            }
        }
    }

    private void firstTwoPasses(double[] re, double[] im) {
        for (int i = 0; i < half; i += 4) {
            double sumRe = re[i] + re[i + 1];
            double sumIm = im[i] + im[i + 1];
            double differenceRe = re[i] - re[i + 1];
            double differenceIm = im[i] - im[i + 1];
            double laterSumRe = re[i + 2] + re[i + 3];
            double laterSumIm = im[i + 2] + im[i + 3];
            double laterDifferenceRe = re[i + 2] - re[i + 3];
            double laterDifferenceIm = im[i + 2] - im[i + 3];
            re[i] = sumRe + laterSumRe;
            im[i] = sumIm + laterSumIm;
            re[i + 2] = sumRe - laterSumRe;
            im[i + 2] = sumIm - laterSumIm;
            re[i + 1] = differenceRe + laterDifferenceIm;
            im[i + 1] = differenceIm - laterDifferenceRe;
            re[i + 3] = differenceRe - laterDifferenceIm;
            im[i + 3] = differenceIm + laterDifferenceRe;
        }
    }

    private void join(double[] re, double[] im, int start, int s) {
        int other = start + s;
        for (int j = 0; j < s; j++) {
            double c = cosine[s + j];
            double d = sine[s + j];
            double turnedRe = re[other + j] * c - im[other + j] * d;
            double turnedIm = re[other + j] * d + im[other + j] * c;
            double keptRe = re[start + j];
            double keptIm = im[start + j];
            re[start + j] = keptRe + turnedRe;
            im[start + j] = keptIm + turnedIm;
            re[other + j] = keptRe - turnedRe;
            im[other + j] = keptIm - turnedIm;
        }
    }

    private static void swap(double[] values, int i, int j) {
        double value = values[i];
        values[i] = values[j];
        values[j] = value;
    }
}
