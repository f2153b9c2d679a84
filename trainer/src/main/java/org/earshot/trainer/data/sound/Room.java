package org.earshot.trainer.data.sound;

import java.util.SplittableRandom;

/**
 * A synthetic room: a few early reflections of each sound and one diffuse tail of all of them, noise that decays
 * exponentially and loses its treble (Moorer 1979).
 *
 * @param decaySeconds time in which the tail falls by 60 dB
 * @param preDelaySeconds from the direct sound to the tail
 * @param brightHz corner of the tail's low-pass at its start
 * @param darkHz the same at its end, lower
 * @param seed seed of the tail
 */
public record Room(double decaySeconds, double preDelaySeconds, double brightHz, double darkHz, long seed) {
    private static final double DECAY_NEPERS = Math.log(1000);
    private static final int REFLECTIONS = 6;

    /** A random room, from a furnished one to a hall with bare walls. */
    public static Room any(SplittableRandom random) {
        double bright = random.nextDouble(4000, 9000);
        return new Room(
                random.nextDouble(0.1, 0.8),
                random.nextDouble(0.004, 0.03),
                bright,
                bright * random.nextDouble(0.15, 0.6),
                random.nextLong());
    }

    /** The tail's impulse response with an energy of 1. */
    public float[] tail(int rateHz) {
        SplittableRandom random = new SplittableRandom(seed);
        int start = (int) (preDelaySeconds * rateHz);
        float[] tail = new float[start + Math.max(1, (int) (decaySeconds * rateHz))];
        double low = 0;
        double energy = 0;
        for (int n = start; n < tail.length; n++) {
            double gone = (double) (n - start) / (tail.length - start);
            double corner = brightHz + gone * (darkHz - brightHz);
            double pole = Math.exp(-2 * Math.PI * corner / rateHz);
            low = pole * low + (1 - pole) * random.nextGaussian();
            tail[n] = (float) (low * Math.exp(-DECAY_NEPERS * gone));
            energy += (double) tail[n] * tail[n];
        }
        float gain = (float) (1 / Math.sqrt(Math.max(energy, 1e-30)));
        for (int n = start; n < tail.length; n++) {
            tail[n] *= gain;
        }
        return tail;
    }

    /** Adds early reflections to a sound in place: copies that arrive up to 50 ms later and are weaker. */
    public static void reflect(float[] sound, int rateHz, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] direct = sound.clone();
        for (int r = 0; r < REFLECTIONS; r++) {
            double after = random.nextDouble(0.002, 0.05);
            float gain = (float) (random.nextDouble(0.15, 0.6) * Math.exp(-after / 0.03));
            float signed = random.nextBoolean() ? gain : -gain;
            int delay = (int) (after * rateHz);
            for (int n = delay; n < sound.length; n++) {
                sound[n] += signed * direct[n - delay];
            }
        }
    }
}
