package org.earshot.trainer.data.mix;

import org.earshot.trainer.data.corpus.Recording;

/**
 * One sound in a mixture.
 *
 * @param recording where it comes from
 * @param labelled whether it is an event of a label; false for distractors
 * @param onsetSeconds where it starts in the clip; negative if its start is cut off by the clip's
 * @param skipSeconds what is left out at the start of the recording
 * @param lengthSeconds how much of the recording is taken after that, at most
 * @param snrDb its root mean square over that of the background, in dB
 * @param levelOver what that root mean square is taken over
 * @param leastLabelSeconds the label lasts at least that long, even where the sound is shorter; usually 0
 * @param speed factor on the playback speed, and so on the pitch
 * @param tiltDb gain of a shelf above 1 kHz, in dB
 * @param treatment what lies between the sound and the microphone
 */
public record Placement(
        Recording recording,
        boolean labelled,
        double onsetSeconds,
        double skipSeconds,
        double lengthSeconds,
        double snrDb,
        LevelOver levelOver,
        double leastLabelSeconds,
        double speed,
        double tiltDb,
        Treatment treatment) {

    /** A sound as its recording has it. */
    public Placement(
            Recording recording,
            boolean labelled,
            double onsetSeconds,
            double skipSeconds,
            double lengthSeconds,
            double snrDb,
            LevelOver levelOver,
            double leastLabelSeconds,
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
                leastLabelSeconds,
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
                leastLabelSeconds,
                speed,
                tiltDb,
                changed);
    }

    /**
     * What lies between a sound and the microphone.
     *
     * @param phrase sounds of a label with the same number are one event, whatever lies between them; 0 for none
     * @param pitch factor on the pitch alone
     * @param directDb level of the direct sound over the reverberant one, where the mixture is heard in a room
     * @param airDb what the treble loses on its way, at most 0
     * @param wallHz corner of a low-pass where a wall lies between, or 0
     * @param seed of the early reflections
     */
    public record Treatment(int phrase, double pitch, double directDb, double airDb, double wallHz, long seed) {
        public static final Treatment NONE = new Treatment(0, 1, 0, 0, 0, 0);
    }

    /** What the level of a sound is measured on. */
    public enum LevelOver {
        /** The complete recording, before anything is cut off (Kong et al. 2019). */
        RECORDING,
        /** What is taken of it. */
        TAKEN
    }
}
