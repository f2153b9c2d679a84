package org.earshot.detector.detect;

import java.util.List;
import org.earshot.detector.decode.RunRules;
import org.earshot.detector.model.ConfigurationException;
import org.earshot.detector.model.Manifest;
import org.earshot.detector.model.Thresholds;

/**
 * How events are made of scores: the choices that are in force for a source, whatever the model's manifest proposes.
 *
 * <p>Immutable.
 *
 * @param clipBlocks blocks in a clip: tags and events come that many times per clip
 * @param thresholds in force for each label, in the order of the manifest's labels
 * @param minEventFrames L: runs of that many frames or fewer are no event
 * @param maxGapFrames G: runs at most that many frames apart belong together
 * @param inclusive true if a run of exactly L frames is dropped and a gap of exactly G is bridged (Kong et al.'s code);
 *     false if L and G are the first lengths that are not (the paper's wording)
 * @param ongoingEveryBlocks an event that goes on is told again after every so many blocks; 0 for never
 * @param soundKept how much sound is kept for evidence
 */
public record DetectorSettings(
        int clipBlocks,
        List<Thresholds> thresholds,
        int minEventFrames,
        int maxGapFrames,
        boolean inclusive,
        int ongoingEveryBlocks,
        SoundKept soundKept) {

    /**
     * How much of a source's sound is kept until its events are told.
     *
     * @param leadSamples before an event, at the model's rate
     * @param eventSamples of a long event, its last ones; 0 if no sound is kept at all
     * @param trailSamples after an event; its end is emitted once they are there
     */
    public record SoundKept(int leadSamples, int eventSamples, int trailSamples) {
        /** No sound is kept. */
        public static final SoundKept NONE = new SoundKept(0, 0, 0);

        public SoundKept {
            if (leadSamples < 0 || eventSamples < 0 || trailSamples < 0) {
                throw new ConfigurationException("the sound kept before, of and after an event must not be negative");
            }
        }

        boolean any() {
            return eventSamples > 0;
        }
    }

    public DetectorSettings {
        if (clipBlocks < 1) {
            throw new ConfigurationException("clip.blocks must be at least 1, is " + clipBlocks);
        }
        if (minEventFrames < 0 || maxGapFrames < 0) {
            throw new ConfigurationException("the shortest event and the longest gap must be at least 0 frames, are "
                    + minEventFrames + " and " + maxGapFrames);
        }
        if (ongoingEveryBlocks < 0) {
            throw new ConfigurationException(
                    "the distance of ongoing records must be at least 0 blocks, is " + ongoingEveryBlocks);
        }
        thresholds = List.copyOf(thresholds);
    }

    /** What the model's manifest proposes, with so many blocks in a clip. */
    public static DetectorSettings of(Manifest manifest, int clipBlocks) {
        return new DetectorSettings(
                clipBlocks,
                manifest.thresholds(),
                manifest.minEventFrames(),
                manifest.maxGapFrames(),
                true,
                0,
                SoundKept.NONE);
    }

    /** Which gaps join and which lengths count. */
    public RunRules runRules() {
        return new RunRules(minEventFrames, maxGapFrames, inclusive);
    }

    /** The same with other thresholds, in the order of the manifest's labels. */
    public DetectorSettings withThresholds(List<Thresholds> others) {
        return new DetectorSettings(
                clipBlocks, others, minEventFrames, maxGapFrames, inclusive, ongoingEveryBlocks, soundKept);
    }

    /** The same with records of events that go on. */
    public DetectorSettings withOngoingEvery(int blocks) {
        return new DetectorSettings(clipBlocks, thresholds, minEventFrames, maxGapFrames, inclusive, blocks, soundKept);
    }

    /** The same, with so much sound kept for evidence. */
    public DetectorSettings withSoundKept(SoundKept kept) {
        return new DetectorSettings(
                clipBlocks, thresholds, minEventFrames, maxGapFrames, inclusive, ongoingEveryBlocks, kept);
    }
}
