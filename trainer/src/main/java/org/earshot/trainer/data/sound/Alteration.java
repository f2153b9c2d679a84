package org.earshot.trainer.data.sound;

import java.util.SplittableRandom;

/**
 * Makes another sound of a recording without a label, so that a network meets more kinds of them than there are recordings:
 * a drawer at two thirds of its speed is a heavier drawer, and backwards it is nothing that has a name.
 *
 * @param speed factor on the playback speed, and so on the pitch
 * @param backwards whether the recording is played from its end
 */
public record Alteration(double speed, boolean backwards) {
    /** Changes nothing. */
    public static final Alteration NONE = new Alteration(1, false);

    private static final double FASTEST = 1.8;

    /** None, or with the given chance any. @param share in 0..1 */
    public static Alteration any(double share, SplittableRandom random) {
        return random.nextDouble() < share
                ? new Alteration(Math.exp(Math.log(FASTEST) * random.nextDouble(-1, 1)), random.nextBoolean())
                : NONE;
    }

    /** @return the samples themselves if nothing changes */
    public float[] of(float[] samples) {
        if (equals(NONE)) {
            return samples;
        }
        float[] altered = PlaybackSpeed.of(samples, speed);
        if (backwards) {
            for (int i = 0, j = altered.length - 1; i < j; i++, j--) {
                float first = altered[i];
                altered[i] = altered[j];
                altered[j] = first;
            }
        }
        return altered;
    }
}
