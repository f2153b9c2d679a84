package org.earshot.core.dsp;

import org.earshot.core.model.FrontEnd;

/**
 * The log-mel of PAPER's front end once more, in float64 and from the definitions: a discrete Fourier transform by its sum
 * and a dense filter matrix made of ramps. Slow; shares no code with what it checks.
 */
final class ReferenceLogMel {
    private final FrontEnd frontEnd;
    private final double[][] cosine;
    private final double[][] sine;
    private final double[][] filters;
    private final double norm;

    ReferenceLogMel(FrontEnd frontEnd) {
        this.frontEnd = frontEnd;
        int size = frontEnd.windowSamples();
        int bins = size / 2 + 1;
        this.cosine = new double[bins][size];
        this.sine = new double[bins][size];
        double energy = 0;
        for (int n = 0; n < size; n++) {
            double c = Math.cos(2 * Math.PI * n / (size - 1));
            double w = frontEnd.window() == FrontEnd.WindowShape.HANN ? 0.5 - 0.5 * c : 0.54 - 0.46 * c;
            energy += w * w;
            for (int b = 0; b < bins; b++) {
                double angle = 2 * Math.PI * ((long) b * n % size) / size;
                cosine[b][n] = w * Math.cos(angle);
                sine[b][n] = w * Math.sin(angle);
            }
        }
        this.norm = Math.sqrt(energy);
        this.filters = slaney(frontEnd, bins);
    }

    double[] frame(float[] samples, int start) {
        double[] mel = new double[frontEnd.mels()];
        for (int b = 0; b < cosine.length; b++) {
            double re = 0;
            double im = 0;
            for (int n = 0; n < frontEnd.windowSamples(); n++) {
                re += cosine[b][n] * samples[start + n];
                im += sine[b][n] * samples[start + n];
            }
            double magnitude = Math.hypot(re, im) / norm;
            for (int m = 0; m < mel.length; m++) {
                mel[m] += filters[m][b] * magnitude;
            }
        }
        for (int m = 0; m < mel.length; m++) {
            mel[m] = Math.log(mel[m] + 1e-8);
        }
        return mel;
    }

    static double[] edges(FrontEnd frontEnd) {
        double[] hz = new double[frontEnd.mels() + 2];
        double low = mel(frontEnd.minHz());
        double step = (mel(frontEnd.maxHz()) - low) / (hz.length - 1);
        for (int i = 0; i < hz.length; i++) {
            double m = low + i * step;
            hz[i] = m < 15 ? m * 200 / 3 : 1000 * Math.pow(6.4, (m - 15) / 27);
        }
        return hz;
    }

    private static double mel(double hz) {
        return hz < 1000 ? hz * 3 / 200 : 15 + 27 * Math.log(hz / 1000) / Math.log(6.4);
    }

    private static double[][] slaney(FrontEnd frontEnd, int bins) {
        double[] edge = edges(frontEnd);
        double[][] filters = new double[frontEnd.mels()][bins];
        for (int m = 0; m < filters.length; m++) {
            for (int b = 0; b < bins; b++) {
                double hz = (double) b * frontEnd.rateHz() / frontEnd.windowSamples();
                double up = (hz - edge[m]) / (edge[m + 1] - edge[m]);
                double down = (edge[m + 2] - hz) / (edge[m + 2] - edge[m + 1]);
                filters[m][b] = Math.max(0, Math.min(up, down)) * 2 / (edge[m + 2] - edge[m]);
            }
        }
        return filters;
    }
}
