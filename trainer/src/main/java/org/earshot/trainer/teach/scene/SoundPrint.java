package org.earshot.trainer.teach.scene;

import java.util.List;

/**
 * Tells whether two recordings are all but the same: the log-mel of a sound in sixteen steps of time, without its mean level,
 * as a vector of length 1.
 *
 * <p>Stateless.
 */
final class SoundPrint {
    private static final int STEPS = 16;

    private SoundPrint() {}

    static float[] of(Sound sound, int mels) {
        float[] print = new float[STEPS * mels];
        for (int s = 0; s < STEPS; s++) {
            int from = s * sound.frames() / STEPS;
            int to = Math.max(from + 1, (s + 1) * sound.frames() / STEPS);
            for (int t = from; t < to; t++) {
                for (int f = 0; f < mels; f++) {
                    print[s * mels + f] += sound.logMel()[t * mels + f] / (to - from);
                }
            }
        }
        double mean = 0;
        for (float value : print) {
            mean += value / print.length;
        }
        double power = 0;
        for (int i = 0; i < print.length; i++) {
            print[i] -= (float) mean;
            power += print[i] * print[i];
        }
        float length = (float) Math.sqrt(Math.max(power, 1e-12));
        for (int i = 0; i < print.length; i++) {
            print[i] /= length;
        }
        return print;
    }

    /** The number of the one most like it, or -1 if none is alike by that cosine. */
    static int mostAlike(float[] print, List<float[]> others, double least) {
        int best = -1;
        double most = least;
        for (int i = 0; i < others.size(); i++) {
            double product = 0;
            for (int n = 0; n < print.length; n++) {
                product += print[n] * others.get(i)[n];
            }
            if (product > most) {
                most = product;
                best = i;
            }
        }
        return best;
    }
}
