package org.earshot.trainer.data;

import org.earshot.detector.model.ConfigurationException;

/**
 * What varies between kinds of field-style mixtures.
 *
 * @param minSnrDb least level of an event over the background
 * @param maxSnrDb greatest level of an event over the background
 * @param speedSpread playback speed lies in 1/(1+s)..1+s
 * @param overlapShare share of the events that may overlap others
 * @param cutShare share of the events that may be cut off by an edge of the clip
 * @param excerptShare share of the longer recordings of which only a part is taken
 * @param phraseShare share of the short recordings that are joined with others of their label
 * @param sameLabelGapSeconds least distance of two events of a label in a clip
 * @param backgroundOnly whether there are no labelled events at all
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
        boolean backgroundOnly) {

    public FieldSettings {
        if (!(minSnrDb <= maxSnrDb)) {
            throw new ConfigurationException("--snr A..B needs A <= B, is " + minSnrDb + ".." + maxSnrDb);
        }
    }

    /** 0-15 dB; recordings are played faster and slower for training only. */
    public static FieldSettings of(Split split) {
        return new FieldSettings(0, 15, split == Split.TRAIN ? 0.1 : 0, 0.35, 0.2, 0.3, 0.5, 0.5, false);
    }

    public FieldSettings withSnrDb(double min, double max) {
        return new FieldSettings(
                min,
                max,
                speedSpread,
                overlapShare,
                cutShare,
                excerptShare,
                phraseShare,
                sameLabelGapSeconds,
                backgroundOnly);
    }

    /** The same without labelled events: backgrounds and distractors, to count false alarms on. */
    public FieldSettings withoutEvents() {
        return new FieldSettings(
                minSnrDb,
                maxSnrDb,
                speedSpread,
                overlapShare,
                cutShare,
                excerptShare,
                phraseShare,
                sameLabelGapSeconds,
                true);
    }
}
