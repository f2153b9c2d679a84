package org.earshot.trainer.eval.choice;

import java.util.List;
import org.earshot.core.model.ConfigurationException;

/**
 * The thresholds that {@link ThresholdSearch} tries. Gates are not listed, because they follow from the scores.
 *
 * @param highs high thresholds, 0..1
 * @param lowShares low thresholds as shares of the high threshold, 0..1
 * @param minEventFrames minimum event lengths, frames
 * @param maxGapFrames maximum gaps, frames
 */
public record ThresholdSpace(
        List<Float> highs, List<Float> lowShares, List<Integer> minEventFrames, List<Integer> maxGapFrames) {

    /** High thresholds from 0.03 to 0.99, low ones of 20 to 90 % of these, and the given lengths and gaps. */
    public static ThresholdSpace usual(List<Integer> minEventFrames, List<Integer> maxGapFrames) {
        return new ThresholdSpace(
                List.of(
                        0.03f, 0.06f, 0.1f, 0.15f, 0.2f, 0.25f, 0.3f, 0.35f, 0.4f, 0.45f, 0.5f, 0.55f, 0.6f, 0.65f,
                        0.7f, 0.75f, 0.8f, 0.85f, 0.9f, 0.93f, 0.96f, 0.98f, 0.99f),
                List.of(0.2f, 0.35f, 0.5f, 0.7f, 0.9f),
                minEventFrames,
                maxGapFrames);
    }

    /** A coarser grid, for choices that are repeated many times. */
    public static ThresholdSpace coarse(List<Integer> minEventFrames, List<Integer> maxGapFrames) {
        return new ThresholdSpace(
                List.of(0.1f, 0.2f, 0.35f, 0.5f, 0.7f, 0.9f), List.of(0.1f, 0.3f), minEventFrames, maxGapFrames);
    }

    public ThresholdSpace {
        highs = List.copyOf(highs);
        lowShares = List.copyOf(lowShares);
        minEventFrames = List.copyOf(minEventFrames);
        maxGapFrames = List.copyOf(maxGapFrames);
        if (highs.isEmpty() || lowShares.isEmpty() || minEventFrames.isEmpty() || maxGapFrames.isEmpty()) {
            throw new ConfigurationException("thresholds: give at least one value of each kind to try");
        }
    }
}
