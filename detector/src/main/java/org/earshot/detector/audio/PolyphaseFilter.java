package org.earshot.detector.audio;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * TarsosDSP's high-quality resampling filter (Smith's band-limited interpolation) as a table for one ratio: with from / to =
 * p / q in lowest terms, output n is a weighted sum of the inputs around floor(n p / q), and the weights depend on n p mod q
 * alone. The table holds the response of TarsosDSP's resampler to an impulse at every phase, so that any output can be had
 * by itself, wherever a stream was cut.
 *
 * <p>Immutable. Tables are shared by all streams of a ratio.
 */
final class PolyphaseFilter {
    private static final int MAX_SHARED = 32;
    private static final int MAX_WEIGHTS = 1 << 22;
    private static final int MAX_PROBE_SAMPLES = 1 << 22;
    /** Room between probing impulses beyond the reach of the filter. */
    private static final int CLEARANCE = 8;

    private static final Map<Long, PolyphaseFilter> SHARED = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, PolyphaseFilter> eldest) {
            return size() > MAX_SHARED;
        }
    };

    private final int p;
    private final int q;
    private final int left;
    private final int width;
    private final float[] weights;

    private PolyphaseFilter(int fromHz, int toHz) {
        int divisor = BigInteger.valueOf(fromHz).gcd(BigInteger.valueOf(toHz)).intValue();
        this.p = fromHz / divisor;
        this.q = toHz / divisor;
        double factor = (double) toHz / fromHz;
        var probe = new be.tarsos.dsp.resample.Resampler(true, factor, factor);
        this.left = probe.getFilterWidth();
        this.width = 2 * left + 1;
        int spacing = width + CLEARANCE;
        while (BigInteger.valueOf(spacing).gcd(BigInteger.valueOf(p)).intValue() != 1) {
            spacing++;
        }
        if ((long) q * width > MAX_WEIGHTS || (p + 2L) * spacing > MAX_PROBE_SAMPLES) {
            throw new AudioException("sound at " + fromHz + " Hz cannot be brought to " + toHz + " Hz: the ratio " + p
                    + ":" + q + " is too odd; send at a multiple of 25 Hz up to 192000 Hz");
        }
        this.weights = new float[q * width];
        measure(probe, factor, spacing);
    }

    /** @throws AudioException if the ratio is no simple one */
    static PolyphaseFilter of(int fromHz, int toHz) {
        if (fromHz < 1 || toHz < 1) {
            throw new AudioException("a sample rate must be positive: " + fromHz + " Hz to " + toHz + " Hz");
        }
        synchronized (SHARED) {
            return SHARED.computeIfAbsent((long) fromHz << 32 | toHz, key -> new PolyphaseFilter(fromHz, toHz));
        }
    }

    /** Inputs per cycle of phases. */
    int p() {
        return p;
    }

    /** Outputs per cycle of phases. */
    int q() {
        return q;
    }

    /** Inputs that an output needs before its own position, and as many after it. */
    int reach() {
        return left;
    }

    /**
     * One output.
     *
     * @param phase n p mod q
     * @param inputs holds the inputs from floor(n p / q) - reach to floor(n p / q) + reach
     * @param first index of the first of them
     */
    float output(int phase, float[] inputs, int first) {
        int at = phase * width;
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 4 <= width; i += 4) {
            a += weights[at + i] * inputs[first + i];
            b += weights[at + i + 1] * inputs[first + i + 1];
            c += weights[at + i + 2] * inputs[first + i + 2];
            d += weights[at + i + 3] * inputs[first + i + 3];
        }
        for (; i < width; i++) {
            a += weights[at + i] * inputs[first + i];
        }
        return a + b + (c + d);
    }

    /** Impulses at every residue modulo p, so far apart that no output sees two. */
    private void measure(be.tarsos.dsp.resample.Resampler probe, double factor, int spacing) {
        float[] impulses = new float[(p + 2) * spacing];
        for (int j = 1; j <= p; j++) {
            impulses[j * spacing] = 1;
        }
        float[] responses = new float[(int) (impulses.length * factor) + 16];
        int outputs = probe.process(factor, impulses, 0, impulses.length, true, responses, 0, responses.length)
                .outputSamplesGenerated;
        for (int n = 0; n < outputs; n++) {
            int position = (int) ((long) n * p / q);
            int phase = (int) ((long) n * p % q);
            int j = (position + spacing / 2) / spacing;
            int tap = j * spacing - position + left;
            if (j >= 1 && j <= p && tap >= 0 && tap < width) {
                weights[phase * width + tap] = responses[n];
            }
        }
    }
}
