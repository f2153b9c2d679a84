package org.earshot.core.dsp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Discrete Fourier transform of real samples in float64: X(b) = sum over n of x(n) e^(-2 pi i b n / N) for b = 0..N/2, and
 * its inverse. N real samples are transformed as N/2 complex ones by a decimation in time, four halves at a time (Cooley and
 * Tukey, 1965; radix 4: Gentleman and Sande, 1966), which goes through memory half as often as two at a time.
 *
 * <p>Float64, because log-mel must hold to 1e-4 below loud sounds as well: the rounding of a float32 transform is that of
 * the loudest bin, and was seen to move bands that are 80 dB quieter by 1e-2.
 *
 * <p>Immutable, safe for use by several threads, one of a size for all: its tables are larger than what a source keeps.
 * Nothing is allocated per transform.
 */
public final class RealFft {
    private static final Map<Integer, RealFft> BY_SIZE = new ConcurrentHashMap<>();

    private static final double SQRT_HALF = Math.sqrt(0.5);

    /**
     * Twiddle factors of a butterfly: e^(-pi i j / s), its square root and the product of both, each as cosine and
     * sine.
     */
    private static final int TWIDDLES = 6;

    private final int half;
    private final int[] reversed;
    /**
     * For the pass that joins quarters of s values, from s on: TWIDDLES numbers for each j in 0..s-1, at TWIDDLES (s +
     * j).
     */
    private final double[] twiddles;

    private final double[] splitCosine;
    private final double[] splitSine;

    /** @param size number of real samples N, a power of two of at least 8 */
    public static RealFft of(int size) {
        return BY_SIZE.computeIfAbsent(size, RealFft::new);
    }

    private RealFft(int size) {
        if (size < 8 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("size must be a power of two of at least 8, is " + size);
        }
        this.half = size / 2;
        this.reversed = new int[half];
        int bits = Integer.numberOfTrailingZeros(half);
        for (int i = 0; i < half; i++) {
            reversed[i] = Integer.reverse(i) >>> (32 - bits);
        }
        this.twiddles = new double[TWIDDLES * half];
        for (int s = firstPass(); s < half; s *= 4) {
            for (int j = 0; j < s; j++) {
                int at = TWIDDLES * (s + j);
                putTwiddle(at, Math.PI * j / s);
                putTwiddle(at + 2, Math.PI * j / (2 * s));
                putTwiddle(at + 4, Math.PI * j / s + Math.PI * j / (2 * s));
            }
        }
        this.splitCosine = new double[half];
        this.splitSine = new double[half];
        for (int b = 0; b < half; b++) {
            splitCosine[b] = Math.cos(Math.PI * b / half);
            splitSine[b] = -Math.sin(Math.PI * b / half);
        }
    }

    private void putTwiddle(int at, double angle) {
        twiddles[at] = Math.cos(angle);
        twiddles[at + 1] = -Math.sin(angle);
    }

    /** Values that the first pass joins: 4 or 8, so that fours take the rest. */
    private int firstPass() {
        return Integer.numberOfTrailingZeros(half) % 2 == 0 ? 4 : 8;
    }

    /** Number of bins, N/2 + 1. */
    public int bins() {
        return half + 1;
    }

    /**
     * Samples to spectrum.
     *
     * @param samples [N]
     * @param re [bins] real parts, overwritten
     * @param im [bins] imaginary parts, overwritten
     */
    public void forward(double[] samples, double[] re, double[] im) {
        transform(samples, samples, 2, re, im);
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
            double rotatedRe = oddRe * splitCosine[b] - oddIm * splitSine[b];
            double rotatedIm = oddRe * splitSine[b] + oddIm * splitCosine[b];
            re[b] = evenRe + rotatedRe;
            im[b] = evenIm + rotatedIm;
            re[c] = evenRe - rotatedRe;
            im[c] = rotatedIm - evenIm;
        }
    }

    /**
     * Spectrum to samples; undoes {@link #forward}.
     *
     * @param re [bins], destroyed
     * @param im [bins], destroyed; the imaginary parts of the first and last bin count as 0
     * @param workRe [bins], overwritten
     * @param workIm [bins], overwritten
     * @param samples [N], overwritten
     */
    public void inverse(double[] re, double[] im, double[] workRe, double[] workIm, double[] samples) {
        double first = 0.5 * (re[0] + re[half]);
        im[0] = 0.5 * (re[0] - re[half]);
        re[0] = first;
        for (int b = 1; b <= half / 2; b++) {
            int c = half - b;
            double evenRe = 0.5 * (re[b] + re[c]);
            double evenIm = 0.5 * (im[b] - im[c]);
            double rotatedRe = 0.5 * (re[b] - re[c]);
            double rotatedIm = 0.5 * (im[b] + im[c]);
            double oddRe = rotatedRe * splitCosine[b] + rotatedIm * splitSine[b];
            double oddIm = rotatedIm * splitCosine[b] - rotatedRe * splitSine[b];
            re[b] = evenRe - oddIm;
            im[b] = evenIm + oddRe;
            re[c] = evenRe + oddIm;
            im[c] = oddRe - evenIm;
        }
        // An inverse transform is the forward one with real and imaginary parts exchanged.
        transform(im, re, 1, workIm, workRe);
        for (int n = 0; n < half; n++) {
            samples[2 * n] = workRe[n] / half;
            samples[2 * n + 1] = workIm[n] / half;
        }
    }

    /**
     * The complex transform of half values.
     *
     * @param fromRe holds the real parts at 0, step, 2 step, ...
     * @param fromIm holds the imaginary parts at step - 1, 2 step - 1, ...
     * @param re overwritten, another array
     * @param im overwritten, another array
     */
    private void transform(double[] fromRe, double[] fromIm, int step, double[] re, double[] im) {
        int s = firstPass();
        for (int start = 0; start < half; start += s) {
            joinFour(fromRe, fromIm, step, start, re, im);
            if (s == 8) {
                joinFour(fromRe, fromIm, step, start + 4, re, im);
                joinEight(re, im, start);
            }
        }
        for (; s < half; s *= 4) {
            for (int start = 0; start < half; start += 4 * s) {
                radix4(re, im, start, s);
            }
        }
    }

    /** The transform of four values, which are fetched in bit-reversed order. */
    private void joinFour(double[] fromRe, double[] fromIm, int step, int i, double[] re, double[] im) {
        int a = step * reversed[i];
        int b = step * reversed[i + 1];
        int c = step * reversed[i + 2];
        int d = step * reversed[i + 3];
        int later = step - 1;
        double sumRe = fromRe[a] + fromRe[b];
        double sumIm = fromIm[a + later] + fromIm[b + later];
        double differenceRe = fromRe[a] - fromRe[b];
        double differenceIm = fromIm[a + later] - fromIm[b + later];
        double laterSumRe = fromRe[c] + fromRe[d];
        double laterSumIm = fromIm[c + later] + fromIm[d + later];
        double laterDifferenceRe = fromRe[c] - fromRe[d];
        double laterDifferenceIm = fromIm[c + later] - fromIm[d + later];
        re[i] = sumRe + laterSumRe;
        im[i] = sumIm + laterSumIm;
        re[i + 2] = sumRe - laterSumRe;
        im[i + 2] = sumIm - laterSumIm;
        re[i + 1] = differenceRe + laterDifferenceIm;
        im[i + 1] = differenceIm - laterDifferenceRe;
        re[i + 3] = differenceRe - laterDifferenceIm;
        im[i + 3] = differenceIm + laterDifferenceRe;
    }

    /** Joins two transforms of four values; the twiddles are eighths of a circle. */
    private static void joinEight(double[] re, double[] im, int i) {
        double re5 = SQRT_HALF * (re[i + 5] + im[i + 5]);
        double im5 = SQRT_HALF * (im[i + 5] - re[i + 5]);
        double re7 = SQRT_HALF * (im[i + 7] - re[i + 7]);
        double im7 = -SQRT_HALF * (re[i + 7] + im[i + 7]);
        double re4 = re[i + 4];
        double im4 = im[i + 4];
        double re6 = im[i + 6];
        double im6 = -re[i + 6];
        re[i + 4] = re[i] - re4;
        im[i + 4] = im[i] - im4;
        re[i] += re4;
        im[i] += im4;
        re[i + 5] = re[i + 1] - re5;
        im[i + 5] = im[i + 1] - im5;
        re[i + 1] += re5;
        im[i + 1] += im5;
        re[i + 6] = re[i + 2] - re6;
        im[i + 6] = im[i + 2] - im6;
        re[i + 2] += re6;
        im[i + 2] += im6;
        re[i + 7] = re[i + 3] - re7;
        im[i + 7] = im[i + 3] - im7;
        re[i + 3] += re7;
        im[i + 3] += im7;
    }

    /** Radix-4 butterfly: joins four adjacent transforms of s values. */
    private void radix4(double[] re, double[] im, int start, int s) {
        int b = start + s;
        int c = b + s;
        int d = c + s;
        int at = TWIDDLES * s;
        for (int j = 0; j < s; j++, at += TWIDDLES) {
            double bRe = re[b + j] * twiddles[at] - im[b + j] * twiddles[at + 1];
            double bIm = re[b + j] * twiddles[at + 1] + im[b + j] * twiddles[at];
            double cRe = re[c + j] * twiddles[at + 2] - im[c + j] * twiddles[at + 3];
            double cIm = re[c + j] * twiddles[at + 3] + im[c + j] * twiddles[at + 2];
            double dRe = re[d + j] * twiddles[at + 4] - im[d + j] * twiddles[at + 5];
            double dIm = re[d + j] * twiddles[at + 5] + im[d + j] * twiddles[at + 4];
            double sumRe = re[start + j] + bRe;
            double sumIm = im[start + j] + bIm;
            double differenceRe = re[start + j] - bRe;
            double differenceIm = im[start + j] - bIm;
            double laterRe = cRe + dRe;
            double laterIm = cIm + dIm;
            // Rotated by a quarter of a circle.
            double rotatedRe = cIm - dIm;
            double rotatedIm = dRe - cRe;
            re[start + j] = sumRe + laterRe;
            im[start + j] = sumIm + laterIm;
            re[b + j] = differenceRe + rotatedRe;
            im[b + j] = differenceIm + rotatedIm;
            re[c + j] = sumRe - laterRe;
            im[c + j] = sumIm - laterIm;
            re[d + j] = differenceRe - rotatedRe;
            im[d + j] = differenceIm - rotatedIm;
        }
    }
}
