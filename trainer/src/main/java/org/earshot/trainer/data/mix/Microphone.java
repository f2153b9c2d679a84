package org.earshot.trainer.data.mix;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.earshot.trainer.data.sound.Codec;

/**
 * Effect of a recording device on the sum of all sounds, beyond level and band limits.
 *
 * @param response broad peaks and dips of the frequency response
 * @param softClipping true if peaks are rounded off instead of cut off
 * @param codec codec that the sound passes through; null for none
 */
public record Microphone(List<Peak> response, boolean softClipping, Codec codec) {
    /** A microphone that changes nothing. */
    public static final Microphone FLAT = new Microphone(List.of(), false, null);

    /**
     * A peak or dip of a frequency response.
     *
     * @param hz centre frequency
     * @param gainDb gain at the centre
     * @param quality centre frequency over bandwidth; below 1 is broad
     */
    public record Peak(double hz, double gainDb, double quality) {}

    static Microphone any(FieldConditions conditions, SplittableRandom random) {
        if (conditions.equals(FieldConditions.PLAIN)) {
            return FLAT;
        }
        List<Peak> response = new ArrayList<>();
        if (random.nextDouble() < conditions.responseShare()) {
            int count = random.nextInt(2, 6);
            for (int i = 0; i < count; i++) {
                response.add(new Peak(
                        Math.exp(random.nextDouble(Math.log(120), Math.log(7500))),
                        Math.max(-14, Math.min(10, 5 * random.nextGaussian())),
                        Math.exp(random.nextDouble(Math.log(0.4), Math.log(2.5)))));
            }
        }
        boolean soft = random.nextBoolean();
        Codec codec = random.nextDouble() < conditions.codecShare() ? Codec.any(random) : null;
        return new Microphone(List.copyOf(response), soft, codec);
    }
}
