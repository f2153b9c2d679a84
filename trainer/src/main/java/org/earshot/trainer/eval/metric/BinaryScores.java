package org.earshot.trainer.eval.metric;

/**
 * Counts of a binary decision and the measures that follow from them. Undefined measures are 0, as in the paper's own
 * evaluation (Kong et al. 2019).
 *
 * @param truePositives correctly reported
 * @param falsePositives wrongly reported
 * @param falseNegatives missed
 */
public record BinaryScores(long truePositives, long falsePositives, long falseNegatives) {
    public BinaryScores plus(BinaryScores other) {
        return new BinaryScores(
                truePositives + other.truePositives,
                falsePositives + other.falsePositives,
                falseNegatives + other.falseNegatives);
    }

    public double precision() {
        return ratio(truePositives, truePositives + falsePositives);
    }

    public double recall() {
        return ratio(truePositives, truePositives + falseNegatives);
    }

    public double f1() {
        return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
