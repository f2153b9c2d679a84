package org.earshot.trainer.teach.scene;

/**
 * Sounds added by their log-mel: two sounds that know nothing of each other add by their power, so the magnitude of a band
 * becomes sqrt(a^2 + b^2). Beside mixing samples this leaves out how phases meet within a band.
 *
 * <p>Stateless.
 */
final class MelSums {
    /** Natural-log units of one decibel of magnitude. */
    static final double PER_DB = Math.log(10) / 20;

    /** The logarithm of the smallest magnitude that a front end gives. */
    static final float FLOOR = (float) Math.log(1e-8);

    private MelSums() {}

    /** Adds values of one array to those of another, {@code gainDb} louder. */
    static void add(float[] from, int fromAt, float[] to, int toAt, int count, double gainDb) {
        float gain = (float) (gainDb * PER_DB);
        for (int i = 0; i < count; i++) {
            float a = to[toAt + i];
            float b = from[fromAt + i] + gain;
            float apart = Math.abs(a - b);
            float louder = Math.max(a, b);
            to[toAt + i] = apart > 8 ? louder : louder + (float) (0.5 * Math.log1p(Math.exp(-2 * apart)));
        }
    }

    /** Makes values louder. */
    static void amplify(float[] values, double gainDb) {
        float gain = (float) (gainDb * PER_DB);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(FLOOR, values[i] + gain);
        }
    }
}
