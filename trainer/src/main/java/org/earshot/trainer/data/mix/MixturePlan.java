package org.earshot.trainer.data.mix;

import java.util.List;
import java.util.Locale;
import org.earshot.trainer.data.corpus.Recording;

/**
 * Everything that decides how one mixture sounds; rendering it twice gives the same samples.
 *
 * @param style whether the events are kept in a channel of their own
 * @param name file name without extension
 * @param fold 1-based fold of a cross-validation, or 0
 * @param background layers of the bed
 * @param floor noise under the bed
 * @param sounds what lies on the bed
 * @param colour what happens to the sum
 * @param seed of the noise
 * @param room where the sounds are heard; null in the open
 * @param microphone what records them
 */
public record MixturePlan(
        Style style,
        String name,
        int fold,
        List<Layer> background,
        NoiseFloor floor,
        List<Placement> sounds,
        Colour colour,
        long seed,
        Room room,
        Microphone microphone) {

    /** In the open, by a microphone that changes nothing. */
    public MixturePlan(
            Style style,
            String name,
            int fold,
            List<Layer> background,
            NoiseFloor floor,
            List<Placement> sounds,
            Colour colour,
            long seed) {
        this(style, name, fold, background, floor, sounds, colour, seed, null, Microphone.FLAT);
    }

    /** What it is made of, in one line. */
    public String summary() {
        StringBuilder text = new StringBuilder(name).append(": ");
        int phrase = 0;
        for (Placement sound : sounds) {
            if (phrase > 0 && sound.treatment().phrase() == phrase) {
                continue;
            }
            phrase = sound.treatment().phrase();
            text.append(sound.labelled() ? "" : "(")
                    .append(sound.recording().label())
                    .append(sound.recording().synthesis() == null ? "" : " synthetic")
                    .append(String.format(Locale.ROOT, " %.0f dB", sound.snrDb()))
                    .append(sound.labelled() ? ", " : "), ");
        }
        text.append("over ").append(background.get(0).pieces().get(0).label());
        if (room != null) {
            text.append(String.format(Locale.ROOT, "; room %.1f s", room.decaySeconds()));
        }
        if (microphone.codec() != null) {
            text.append("; ").append(microphone.codec().kind().name().toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }

    /** The two kinds of mixtures. */
    public enum Style {
        /** One channel as a microphone would hear it. */
        FIELD,
        /** Two channels, the events and the background, scaled by their joint peak. */
        PAPER
    }

    /** Level of a noise floor that is not there. */
    public static final NoiseFloor NO_FLOOR = new NoiseFloor(Double.NEGATIVE_INFINITY, 0);

    /**
     * Recordings one after the other with short cross-fades, from the first again after the last, until the clip is full.
     *
     * @param pieces at least one recording
     * @param startSeconds where the first piece is entered
     * @param levelDb root mean square relative to 1
     */
    public record Layer(List<Recording> pieces, double startSeconds, double levelDb) {}

    /**
     * Gaussian noise.
     *
     * @param levelDb root mean square relative to 1
     * @param pinkness 0 for white; towards 1 the low frequencies prevail
     */
    public record NoiseFloor(double levelDb, double pinkness) {}

    /**
     * What the microphone does to the sum of all sounds.
     *
     * @param levelDbfs root mean square of the clip; lowered where the peak would exceed 0.98
     * @param overdriveDb how far the peaks exceed full scale and are clipped; 0 for not at all
     * @param lowCutHz corner of a second-order high-pass, or 0
     * @param topHz corner of a fourth-order low-pass, or 0
     * @param tiltDb gain of a shelf above 1 kHz
     * @param topShelfDb gain of a shelf above 5.5 kHz
     */
    public record Colour(
            double levelDbfs, double overdriveDb, double lowCutHz, double topHz, double tiltDb, double topShelfDb) {}
}
