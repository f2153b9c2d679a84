package org.earshot.trainer.data;

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
        double tiltDb) {

    /** What the level of a sound is measured on. */
    public enum LevelOver {
        /** The complete recording, before anything is cut off (Kong et al. 2019). */
        RECORDING,
        /** What is taken of it. */
        TAKEN
    }
}
