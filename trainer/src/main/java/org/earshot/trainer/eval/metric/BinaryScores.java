package org.earshot.trainer.eval.metric;

/**
 * Counts of a yes-or-no decision and what follows from them. Measures that are not defined are 0, as the paper's own
 * evaluation has them (Kong et al. 2019).
 *
 * @param truePositives rightly said
 * @param falsePositives wrongly said
 * @param falseNegatives not said
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
