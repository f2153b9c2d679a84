package org.earshot.trainer.data.mix;

import java.util.LinkedHashMap;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.corpus.Split;

/**
 * Settings of field-style mixtures.
 *
 * @param minSnrDb minimum level of an event over the background, dB
 * @param maxSnrDb maximum level of an event over the background, dB
 * @param speedSpread playback speed lies in 1/(1+s)..1+s
 * @param overlapShare share of the events that may overlap others
 * @param cutShare share of the events that may be cut off by an edge of the clip
 * @param excerptShare share of the longer recordings of which only a part is used
 * @param phraseShare share of the short recordings that are joined with others of their label
 * @param sameLabelGapSeconds minimum distance between two events of a label in a clip
 * @param backgroundOnly true for mixtures without labelled events
 * @param conditions rooms, distance, microphones, codecs and synthetic sounds
 */
public record FieldSettings(
        double minSnrDb,
        double maxSnrDb,
        double speedSpread,
        double overlapShare,
        double cutShare,
        double excerptShare,
        double phraseShare,
        double sameLabelGapSeconds,
        boolean backgroundOnly,
        FieldConditions conditions) {

    private static final String SPREAD = "mix.speed.spread";

    public FieldSettings {
        if (!(minSnrDb <= maxSnrDb)) {
            throw new ConfigurationException("--snr A..B needs A <= B, is " + minSnrDb + ".." + maxSnrDb);
        }
        if (!(speedSpread >= 0 && speedSpread <= 1)) {
            throw new ConfigurationException("--set mix.speed.spread: must lie in 0..1, is " + speedSpread);
        }
    }

    /**
     * Training mixtures (0 to 18 dB) have rooms, distant sounds and poor devices, and their sounds are played up to a
     * quarter faster or slower; validation and test mixtures (0 to 15 dB) are plain recordings over recordings, so that
     * results stay comparable.
     */
    public static FieldSettings of(Split split) {
        boolean learnt = split == Split.TRAIN;
        return new FieldSettings(
                0,
                learnt ? 18 : 15,
                learnt ? 0.25 : 0,
                0.35,
                0.2,
                0.3,
                0.5,
                0.5,
                false,
                learnt ? FieldConditions.WIDE : FieldConditions.PLAIN);
    }

    /** The same with the levels that a user wrote, {@code A..B} or a single one, in dB. */
    public FieldSettings withSnrDb(String written) {
        String[] ends = written.split("\\.\\.");
        try {
            double from = Double.parseDouble(ends[0]);
            return withSnrDb(from, ends.length > 1 ? Double.parseDouble(ends[1]) : from);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new ConfigurationException("--snr " + written + ": expected A..B in dB, such as 0..15", e);
        }
    }

    public FieldSettings withSnrDb(double min, double max) {
        return with(min, max, speedSpread, backgroundOnly, conditions);
    }

    /** A copy without labelled events: backgrounds and distractors, on which false alarms are counted. */
    public FieldSettings withoutEvents() {
        return with(minSnrDb, maxSnrDb, speedSpread, true, conditions);
    }

    /**
     * A copy with some settings changed.
     *
     * @param settings {@code mix.speed.spread} and what {@link FieldConditions#with} takes
     */
    public FieldSettings with(Map<String, String> settings) {
        Map<String, String> others = new LinkedHashMap<>(settings);
        String spread = others.remove(SPREAD);
        return with(
                minSnrDb,
                maxSnrDb,
                spread == null ? speedSpread : FieldConditions.number(SPREAD, spread),
                backgroundOnly,
                conditions.with(others));
    }

    private FieldSettings with(double min, double max, double spread, boolean only, FieldConditions changed) {
        return new FieldSettings(
                min,
                max,
                spread,
                overlapShare,
                cutShare,
                excerptShare,
                phraseShare,
                sameLabelGapSeconds,
                only,
                changed);
    }
}
