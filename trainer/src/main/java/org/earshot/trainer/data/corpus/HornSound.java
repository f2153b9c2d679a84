package org.earshot.trainer.data.corpus;

import java.util.SplittableRandom;

/** The synthetic vehicle horn. Stateless. */
final class HornSound {
    private HornSound() {}

    /**
     * One to four horns at once, each rich in partials, sounded once or a few times. @return [length], not yet scaled
     */
    static float[] render(int length, int rateHz, SplittableRandom random) {
        int tones = random.nextInt(1, 5);
        double base = random.nextDouble(220, 520);
        double[] gain = honks(length, rateHz, random);
        double settle = random.nextDouble(0.01, 0.08);
        double sag = random.nextDouble(0, 0.06);
        float[] sound = new float[length];
        for (int tone = 0; tone < tones; tone++) {
            double pitch = base;
            double[] hz = new double[length];
            double since = 0;
            for (int n = 0; n < length; n++) {
                since = gain[n] > 0 ? since + 1.0 / rateHz : 0;
                hz[n] = pitch * (1 - sag * Math.exp(-since / settle));
            }
            float[] one = Wave.any(random, random.nextDouble(0.1, 1.1), 24).play(hz, gain, rateHz);
            for (int n = 0; n < length; n++) {
                sound[n] += one[n];
            }
            base *= random.nextDouble(1.12, 1.35);
        }
        return sound;
    }

    private static double[] honks(int length, int rateHz, SplittableRandom random) {
        double[] gain = new double[length];
        double attack = random.nextDouble(0.008, 0.05) * rateHz;
        double release = random.nextDouble(0.02, 0.09) * rateHz;
        boolean several = length > 0.8 * rateHz && random.nextDouble() < 0.4;
        int at = 0;
        while (at < length) {
            int on = several ? (int) (random.nextDouble(0.12, 0.6) * rateHz) : length;
            int end = Math.min(length, at + on);
            for (int n = at; n < end; n++) {
                gain[n] = Math.min(1, Math.min((n - at + 1) / attack, (end - n) / release));
            }
            at = end + (int) (random.nextDouble(0.05, 0.28) * rateHz);
        }
        return gain;
    }
}
