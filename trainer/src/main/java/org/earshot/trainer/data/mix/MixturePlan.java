package org.earshot.trainer.data.mix;

import java.util.List;
import java.util.Locale;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.sound.Alteration;
import org.earshot.trainer.data.sound.Room;

/**
 * Everything that determines how one mixture sounds: rendering it twice gives the same samples. A plan, and the events
 * of the {@link Mixture} that it is rendered to:
 *
 * <pre>
 *                                    0 s                                    10 s
 * background  street, 0 dB           |----------------------------------------|
 * sounds      siren at -0.5 s, 3 dB  |########                                |   its start is cut off
 *             dog at 1.0 s, 6 dB     |    ####                                |
 *             drawer at 6.0 s, 2 dB  |                        ::::            |   a distractor without label
 *
 * events      siren 0.0-2.0 s, dog 1.0-2.0 s           tags   dog, siren
 * </pre>
 *
 * @param style one channel, or events and background in two
 * @param name file name without extension
 * @param fold 1-based fold of a cross-validation, or 0
 * @param background layers of the background
 * @param floor noise below the background
 * @param sounds events and distractors
 * @param colour filtering, level and clipping of the sum
 * @param seed seed of the noise
 * @param room room around the sounds; null outdoors
 * @param microphone recording device
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

    /** Outdoors, with a microphone that changes nothing. */
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

    /** The sounds of the mixture in one line. */
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

    /** The two styles of mixtures. */
    public enum Style {
        /** One channel, as recorded by a microphone. */
        FIELD,
        /** Two channels, the events and the background, scaled by their joint peak. */
        PAPER
    }

    /** No noise floor. */
    public static final NoiseFloor NO_FLOOR = new NoiseFloor(Double.NEGATIVE_INFINITY, 0);

    /**
     * Recordings one after the other with short cross-fades, repeated from the first until the clip is full.
     *
     * @param pieces at least one recording
     * @param startSeconds where the first piece starts
     * @param levelDb root mean square relative to 1
     * @param alteration changes of the recordings themselves
     */
    public record Layer(List<Recording> pieces, double startSeconds, double levelDb, Alteration alteration) {
        /** The recordings as they are. */
        public Layer(List<Recording> pieces, double startSeconds, double levelDb) {
            this(pieces, startSeconds, levelDb, Alteration.NONE);
        }
    }

    /**
     * Gaussian noise.
     *
     * @param levelDb root mean square relative to 1
     * @param pinkness 0 for white noise; towards 1 low frequencies dominate
     */
    public record NoiseFloor(double levelDb, double pinkness) {}

    /**
     * Effect of the microphone on the sum of all sounds.
     *
     * @param levelDbfs root mean square of the clip; lower if the peak would exceed 0.98
     * @param overdriveDb level of the peaks above full scale, at which they are clipped; 0 for no clipping
     * @param lowCutHz corner of a second-order high-pass, or 0
     * @param topHz corner of a fourth-order low-pass, or 0
     * @param tiltDb gain of a shelf above 1 kHz
     * @param topShelfDb gain of a shelf above 5.5 kHz
     */
    public record Colour(
            double levelDbfs, double overdriveDb, double lowCutHz, double topHz, double tiltDb, double topShelfDb) {}
}
