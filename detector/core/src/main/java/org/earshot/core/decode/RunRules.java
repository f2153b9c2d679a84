package org.earshot.core.decode;

import org.earshot.core.model.ConfigurationException;

/**
 * Which gaps join two runs and which lengths are too short for an event (Liu et al. 2021, section 3; Kong et al. 2019).
 *
 * <p>Immutable. Runs are joined first and dropped afterwards, so two short bursts that are close make one event. Runs with
 * one frame between them always join, as in Kong et al.'s code.
 *
 * <pre>
 * L = G = 10, inclusive        runs [50, 58) [68, 76): 10 frames apart, joined to [50, 76): 26 frames, an event
 *                              runs [50, 58) [69, 77): 11 frames apart, 8 frames each: no event
 *                              run  [50, 60): 10 frames: no event; [50, 61): an event
 * </pre>
 *
 * @param minEventFrames L
 * @param maxGapFrames G
 * @param inclusive true: a gap of exactly G is bridged and a length of exactly L dropped (Kong et al.'s code); false: a gap
 *     must be shorter than G to be bridged and a length shorter than L to be dropped (the paper's wording)
 */
public record RunRules(int minEventFrames, int maxGapFrames, boolean inclusive) {
    /** The paper's ten frames each, compared as in Kong et al.'s code. */
    public static final RunRules PAPER = new RunRules(10, 10, true);

    public RunRules {
        if (minEventFrames < 0 || maxGapFrames < 0) {
            throw new ConfigurationException("the shortest event and the longest gap must be at least 0 frames, are "
                    + minEventFrames + " and " + maxGapFrames);
        }
    }

    /** True if two runs with that many frames between them are one. */
    public boolean joins(long gapFrames) {
        return gapFrames <= 1 || (inclusive ? gapFrames <= maxGapFrames : gapFrames < maxGapFrames);
    }

    /** True if a joined run of that many frames is an event. */
    public boolean isEvent(long frames) {
        return inclusive ? frames > minEventFrames : frames >= minEventFrames;
    }
}
