package org.earshot.core.detect;

import org.earshot.core.infer.Scores;

/**
 * A block with its scores.
 *
 * @param block its number
 * @param from first frame
 * @param to frame after the last
 * @param last true if the sound ends with it
 * @param scores of a batch
 * @param batchIndex where in the batch
 * @param context frames before {@code from} that the scores hold too
 */
record ScoredBlock(long block, long from, long to, boolean last, Scores scores, int batchIndex, int context) {
    int frames() {
        return (int) (to - from);
    }

    /** Index of the block's first frame in the per-frame arrays of a label. */
    int at(int label) {
        return scores.at(batchIndex, label, context);
    }
}
