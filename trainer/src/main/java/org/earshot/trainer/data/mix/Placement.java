package org.earshot.trainer.data.mix;

import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.sound.Alteration;

/**
 * One sound in a mixture.
 *
 * @param recording where it comes from
 * @param labelled whether it is an event of a label; false for distractors
 * @param onsetSeconds where it starts in the clip; negative if its beginning is cut off
 * @param skipSeconds part left out at the start of the recording
 * @param lengthSeconds maximum length taken from the recording after that
 * @param snrDb ratio of its root mean square to that of the background, dB
 * @param levelOver part over which that root mean square is taken
 * @param minLabelSeconds minimum length of the label, even if the sound is shorter; usually 0
 * @param speed factor on the playback speed, and so on the pitch
 * @param tiltDb gain of a shelf above 1 kHz, in dB
 * @param treatment changes on the way to the microphone
 */
public record Placement(
        Recording recording,
        boolean labelled,
        double onsetSeconds,
        double skipSeconds,
        double lengthSeconds,
        double snrDb,
        LevelOver levelOver,
        double minLabelSeconds,
        double speed,
        double tiltDb,
        Treatment treatment) {

    /** A sound without treatment. */
    public Placement(
            Recording recording,
            boolean labelled,
            double onsetSeconds,
            double skipSeconds,
            double lengthSeconds,
            double snrDb,
            LevelOver levelOver,
            double minLabelSeconds,
            double speed,
            double tiltDb) {
        this(
                recording,
                labelled,
                onsetSeconds,
                skipSeconds,
                lengthSeconds,
                snrDb,
                levelOver,
                minLabelSeconds,
                speed,
                tiltDb,
                Treatment.NONE);
    }

    Placement with(double levelDb, Treatment changed) {
        return new Placement(
                recording,
                labelled,
                onsetSeconds,
                skipSeconds,
                lengthSeconds,
                levelDb,
                levelOver,
                minLabelSeconds,
                speed,
                tiltDb,
                changed);
    }

    /**
     * Changes of a sound on the way to the microphone.
     *
     * @param phrase sounds of a label with the same number are one event, regardless of the gaps between them; 0 for
     *     none
     * @param pitch factor on the pitch at constant speed
     * @param directDb level of the direct sound relative to the reverberant sound, dB; only used in a room
     * @param airDb treble lost in the air, dB, at most 0
     * @param wallHz corner of the low-pass of a wall in between, or 0
     * @param seed of the early reflections
     * @param alteration changes of the sound itself
     */
    public record Treatment(
            int phrase, double pitch, double directDb, double airDb, double wallHz, long seed, Alteration alteration) {
        public static final Treatment NONE = new Treatment(0, 1, 0, 0, 0, 0, Alteration.NONE);
    }

    /** Part over which the level of a sound is measured. */
    public enum LevelOver {
        /** The complete recording, before any cuts (Kong et al. 2019). */
        RECORDING,
        /** The part that is used. */
        TAKEN
    }
}
