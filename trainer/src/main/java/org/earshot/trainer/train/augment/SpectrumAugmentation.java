package org.earshot.trainer.train.augment;

import java.util.random.RandomGenerator;
import org.earshot.trainer.data.clips.FeatureAugmentation;

/**
 * Simulates microphones: adds a gain, a tilt, a smooth equaliser curve and a band limit to the log-mel. In the log
 * domain each is an offset per mel band, the same for all frames.
 *
 * <p>Attenuated bands approach the floor of the front end, ln(1e-8), and never go below it.
 *
 * <p>Safe for use by several threads.
 *
 * @param settings strength
 */
record SpectrumAugmentation(AugmentationSettings settings) implements FeatureAugmentation {
    /** Natural-log units of one decibel of magnitude: ln(10) / 20. */
    private static final double PER_DB = Math.log(10) / 20;

    private static final float FLOOR = (float) Math.log(1e-8);
    private static final int KNOTS = 5;
    /** The band limit lies in the upper part of the bands. */
    private static final double LOWEST_LIMIT = 0.6;

    @Override
    public void apply(float[] logMel, int offset, int frames, int mels, RandomGenerator random) {
        float[] change = change(mels, random);
        for (int t = 0; t < frames; t++) {
            int row = offset + t * mels;
            for (int f = 0; f < mels; f++) {
                logMel[row + f] = Math.max(FLOOR, logMel[row + f] + change[f]);
            }
        }
    }

    private float[] change(int mels, RandomGenerator random) {
        double gain = symmetric(random) * settings.gainDb();
        double tilt = symmetric(random) * settings.tiltDb();
        double[] knots = new double[KNOTS];
        for (int i = 0; i < KNOTS; i++) {
            knots[i] = symmetric(random) * settings.equaliserDb();
        }
        boolean limited = random.nextDouble() < settings.topShare();
        double limit = mels * (LOWEST_LIMIT + (1 - LOWEST_LIMIT) * random.nextDouble());
        double slope = settings.topDb() * random.nextDouble();

        float[] change = new float[mels];
        for (int f = 0; f < mels; f++) {
            double place = mels == 1 ? 0 : (double) f / (mels - 1);
            double db = gain + tilt * (place - 0.5) + curve(knots, place);
            if (limited && f > limit) {
                db -= slope * Math.min(1, (f - limit) / 4);
            }
            change[f] = (float) (db * PER_DB);
        }
        return change;
    }

    /** Linear interpolation between the knots. */
    private static double curve(double[] knots, double place) {
        double at = place * (knots.length - 1);
        int left = Math.min(knots.length - 2, (int) at);
        double between = at - left;
        return knots[left] * (1 - between) + knots[left + 1] * between;
    }

    private static double symmetric(RandomGenerator random) {
        return 2 * random.nextDouble() - 1;
    }
}
