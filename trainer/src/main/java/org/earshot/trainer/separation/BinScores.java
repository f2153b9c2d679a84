package org.earshot.trainer.separation;

import org.earshot.trainer.eval.metric.BinaryScores;

/**
 * Scores of very many time-frequency bins, counted in 65,536 steps of 0..1, so that memory does not grow with the data.
 * Scores within a step are ties. Not safe for use by several threads.
 */
final class BinScores {
    private static final int STEPS = 1 << 16;

    private final long[] positives = new long[STEPS];
    private final long[] negatives = new long[STEPS];

    /** @param score 0..1 */
    void add(float score, boolean target) {
        (target ? positives : negatives)[step(score)]++;
    }

    /**
     * Chance that a positive scores above a negative, ties counting half; NaN if there are only positives or only
     * negatives.
     */
    double auc() {
        double pairs = 0;
        double below = 0;
        double all = 0;
        for (int step = 0; step < STEPS; step++) {
            pairs += positives[step] * (below + negatives[step] / 2.0);
            below += negatives[step];
            all += positives[step];
        }
        return pairs / (all * below);
    }

    /** Sum over descending thresholds of (R_n - R_(n-1)) P_n; NaN if there is no positive. */
    double averagePrecision() {
        double hits = 0;
        double seen = 0;
        double sum = 0;
        for (int step = STEPS - 1; step >= 0; step--) {
            hits += positives[step];
            seen += positives[step] + negatives[step];
            sum += positives[step] == 0 ? 0 : positives[step] * hits / seen;
        }
        return sum / hits;
    }

    /** The decision score &gt; threshold. */
    BinaryScores at(float threshold) {
        long[] counts = new long[3];
        for (int step = 0; step < STEPS; step++) {
            boolean said = step > step(threshold);
            counts[0] += said ? positives[step] : 0;
            counts[1] += said ? negatives[step] : 0;
            counts[2] += said ? 0 : positives[step];
        }
        return new BinaryScores(counts[0], counts[1], counts[2]);
    }

    private static int step(float score) {
        return Math.max(0, Math.min(STEPS - 1, (int) (score * STEPS)));
    }
}
