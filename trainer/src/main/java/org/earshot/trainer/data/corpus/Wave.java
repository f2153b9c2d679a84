package org.earshot.trainer.data.corpus;

import java.util.SplittableRandom;

/**
 * One period of a tone as a sum of partials, played at any frequency. Partials above 0.45 of the sampling rate are left
 * out to avoid aliasing.
 *
 * <p>Immutable.
 */
final class Wave {
    private final double[] levels;
    private final double[] phases;
    private final double drive;

    private Wave(double[] levels, double[] phases, double drive) {
        this.levels = levels;
        this.phases = phases;
        this.drive = drive;
    }

    /**
     * @param slope the n-th partial has a level of about 1 / n^slope
     * @param maxPartials maximum number of partials
     */
    static Wave any(SplittableRandom random, double slope, int maxPartials) {
        int partials = random.nextInt(1, maxPartials + 1);
        boolean odd = random.nextDouble() < 0.3;
        double[] levels = new double[partials];
        double[] phases = new double[partials];
        for (int p = 0; p < partials; p++) {
            double level = Math.pow(p + 1, -slope) * Math.exp(0.5 * random.nextGaussian());
            levels[p] = odd && p % 2 == 1 ? 0.05 * level : level;
            phases[p] = random.nextDouble();
        }
        double drive = random.nextDouble() < 0.3 ? random.nextDouble(1, 4) : 0;
        return new Wave(levels, phases, drive);
    }

    /**
     * @param hz frequency at each sample
     * @param gain gain at each sample; nothing is computed where it is 0
     */
    float[] play(double[] hz, double[] gain, int rateHz) {
        float[] out = new float[hz.length];
        double phase = 0;
        for (int n = 0; n < out.length; n++) {
            phase += hz[n] / rateHz;
            phase -= Math.floor(phase);
            if (gain[n] == 0) {
                continue;
            }
            double sum = 0;
            for (int p = 0; p < levels.length && hz[n] * (p + 1) < 0.45 * rateHz; p++) {
                sum += levels[p] * sine((p + 1) * phase + phases[p]);
            }
            out[n] = (float) (gain[n] * (drive > 0 ? Math.tanh(drive * sum) : sum));
        }
        return out;
    }

    /** Sine of a number of turns to 1e-3, approximated by a corrected parabola. */
    private static double sine(double turns) {
        double x = 2 * (turns - Math.floor(turns + 0.5));
        double y = 4 * x * (1 - Math.abs(x));
        return y * (0.775 + 0.225 * Math.abs(y));
    }
}
