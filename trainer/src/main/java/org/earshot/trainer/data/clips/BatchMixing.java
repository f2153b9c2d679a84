package org.earshot.trainer.data.clips;

import java.util.random.RandomGenerator;

/**
 * Adds another clip of the batch to some of its clips, as if both had sounded at once: magnitudes are added, and the
 * result has the tags of both.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param share share of the clips to which another is added, 0..1
 */
public record BatchMixing(double share) {
    /** Adds no clips. */
    public static final BatchMixing NONE = new BatchMixing(0);

    /**
     * @param logMel [size][values of a clip], changed in place
     * @param tags [size][labels], changed in place
     */
    void apply(float[] logMel, float[] tags, int size, RandomGenerator random) {
        if (share == 0 || size < 2) {
            return;
        }
        float[] sounds = logMel.clone();
        float[] heard = tags.clone();
        int values = logMel.length / size;
        int labels = tags.length / size;
        for (int b = 0; b < size; b++) {
            if (random.nextDouble() >= share) {
                continue;
            }
            int other = (b + 1 + random.nextInt(size - 1)) % size;
            for (int i = 0; i < values; i++) {
                logMel[b * values + i] = sum(sounds[b * values + i], sounds[other * values + i]);
            }
            for (int k = 0; k < labels; k++) {
                tags[b * labels + k] = Math.max(heard[b * labels + k], heard[other * labels + k]);
            }
        }
    }

    /** ln(e^a + e^b). */
    private static float sum(float a, float b) {
        float larger = Math.max(a, b);
        return larger + (float) Math.log1p(Math.exp(Math.min(a, b) - larger));
    }
}
