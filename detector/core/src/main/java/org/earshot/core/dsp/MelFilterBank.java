package org.earshot.core.dsp;

import org.earshot.core.model.FrontEnd;

/**
 * Triangular mel filters over the bins of an STFT, each scaled to the same area: band m rises from edge m to edge m + 1,
 * falls to edge m + 2, and is multiplied by 2 / (edge[m + 2] - edge[m]).
 *
 * <p>The edges are evenly spaced on Slaney's mel scale: below 1 kHz 200/3 Hz a mel, above it logarithmic with ln(6.4) /
 * 27 a mel (Slaney, Auditory Toolbox, 1998). No filter is rounded to bins.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class MelFilterBank {
    private static final double HZ_PER_MEL = 200.0 / 3;
    private static final double BREAK_HZ = 1_000;
    private static final double BREAK_MEL = BREAK_HZ / HZ_PER_MEL;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    private final int bins;
    private final double[] edgesHz;
    private final int[] firstBin;

    /** Float32 numbers, kept as they are multiplied. */
    private final double[][] weights;

    public MelFilterBank(FrontEnd frontEnd) {
        this.bins = frontEnd.windowSamples() / 2 + 1;
        this.edgesHz = edges(frontEnd);
        this.firstBin = new int[frontEnd.mels()];
        this.weights = new double[frontEnd.mels()][];
        double binHz = (double) frontEnd.rateHz() / frontEnd.windowSamples();
        for (int band = 0; band < weights.length; band++) {
            int first = (int) Math.ceil(edgesHz[band] / binHz);
            int last = Math.min(bins - 1, (int) Math.floor(edgesHz[band + 2] / binHz));
            firstBin[band] = first;
            weights[band] = new double[Math.max(0, last - first + 1)];
            for (int i = 0; i < weights[band].length; i++) {
                weights[band][i] = (float) weightAt((first + i) * binHz, band);
            }
        }
    }

    /** Number of mel bands. */
    public int bands() {
        return weights.length;
    }

    /** Number of STFT bins that the filters look at: windowSamples / 2 + 1. */
    public int bins() {
        return bins;
    }

    /** The bands + 2 edges of the triangles, in Hz, ascending. */
    public double[] edgesHz() {
        return edgesHz.clone();
    }

    /** W(band, bin); 0 outside of the band's triangle. */
    public float weight(int band, int bin) {
        int i = bin - firstBin[band];
        return i >= 0 && i < weights[band].length ? (float) weights[band][i] : 0;
    }

    /**
     * Applies the filters: mel[m] = sum over b of W(m, b) magnitude[b].
     *
     * @param magnitude [bins]
     * @param mel [bands], overwritten
     */
    public void apply(double[] magnitude, double[] mel) {
        for (int band = 0; band < weights.length; band++) {
            mel[band] = sum(weights[band], magnitude, firstBin[band]);
        }
    }

    /** Four sums side by side: one alone would wait for each addition before the next. */
    private static double sum(double[] triangle, double[] magnitude, int first) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i < triangle.length - 3; i += 4) {
            a += triangle[i] * magnitude[first + i];
            b += triangle[i + 1] * magnitude[first + i + 1];
            c += triangle[i + 2] * magnitude[first + i + 2];
            d += triangle[i + 3] * magnitude[first + i + 3];
        }
        for (; i < triangle.length; i++) {
            a += triangle[i] * magnitude[first + i];
        }
        return a + b + (c + d);
    }

    private double weightAt(double hz, int band) {
        double left = edgesHz[band];
        double peak = edgesHz[band + 1];
        double right = edgesHz[band + 2];
        double height = Math.min((hz - left) / (peak - left), (right - hz) / (right - peak));
        return Math.max(0, height) * 2 / (right - left);
    }

    private static double[] edges(FrontEnd frontEnd) {
        double low = melOf(frontEnd.minHz());
        double high = melOf(frontEnd.maxHz());
        double[] edges = new double[frontEnd.mels() + 2];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = hzOf(low + (high - low) * i / (edges.length - 1));
        }
        return edges;
    }

    private static double melOf(double hz) {
        return hz < BREAK_HZ ? hz / HZ_PER_MEL : BREAK_MEL + Math.log(hz / BREAK_HZ) / LOG_STEP;
    }

    private static double hzOf(double mel) {
        return mel < BREAK_MEL ? mel * HZ_PER_MEL : BREAK_HZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
    }
}
