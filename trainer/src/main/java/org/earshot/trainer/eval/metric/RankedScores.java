package org.earshot.trainer.eval.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The scores of one label in descending order, for measures that need no threshold. Every score belongs to a group (a
 * clip), and groups can be weighted, so that a bootstrap over clips sorts only once.
 *
 * <ul>
 *   <li>AUC: the chance that a positive scores above a negative, ties counting half (Mann and Whitney 1947); equal to
 *       the area under the ROC curve by trapezoids.
 *   <li>AP: sum over distinct thresholds of (R_n - R_(n-1)) P_n, without interpolation; equal scores are one threshold.
 * </ul>
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class RankedScores {
    private final float[] scores;
    private final boolean[] targets;
    private final int[] groups;

    /**
     * @param scores any finite values, higher meaning more likely
     * @param targets the truth of each
     * @param groups group of each score, from 0
     */
    public RankedScores(float[] scores, boolean[] targets, int[] groups) {
        int n = scores.length;
        // Score and position packed into one long can be sorted without boxing; larger floats have larger keys.
        long[] keys = new long[n];
        for (int i = 0; i < n; i++) {
            if (Float.isNaN(scores[i])) {
                throw new IllegalArgumentException("score " + i + " is NaN");
            }
            int bits = Float.floatToIntBits(scores[i] + 0f);
            int ordered = bits ^ (bits >> 31 & 0x7fffffff);
            keys[i] = (long) ordered << 32 | i;
        }
        Arrays.sort(keys);
        this.scores = new float[n];
        this.targets = new boolean[n];
        this.groups = new int[n];
        for (int i = 0; i < n; i++) {
            int from = (int) keys[n - 1 - i];
            this.scores[i] = scores[from];
            this.targets[i] = targets[from];
            this.groups[i] = groups[from];
        }
    }

    /** Scores that each form a group of their own. */
    public static RankedScores of(float[] scores, boolean[] targets) {
        return new RankedScores(
                scores, targets, IntStream.range(0, scores.length).toArray());
    }

    /** @return 0..1, or NaN if there are only positives or only negatives. */
    public double auc() {
        return auc(null);
    }

    /** @param weights weight of each group; null for 1. */
    public double auc(int[] weights) {
        double above = 0;
        double pairs = 0;
        double negatives = 0;
        for (int i = 0; i < scores.length; ) {
            double tiedPositives = 0;
            double tiedNegatives = 0;
            int j = i;
            for (; j < scores.length && scores[j] == scores[i]; j++) {
                int weight = weights == null ? 1 : weights[groups[j]];
                if (targets[j]) {
                    tiedPositives += weight;
                } else {
                    tiedNegatives += weight;
                }
            }
            // Negatives above these positives are lost pairs; ties are half lost.
            above += tiedPositives * (negatives + tiedNegatives / 2);
            pairs += tiedPositives;
            negatives += tiedNegatives;
            i = j;
        }
        return pairs == 0 || negatives == 0 ? Double.NaN : 1 - above / (pairs * negatives);
    }

    /** @return 0..1, or NaN if there is no positive or no negative. */
    public double averagePrecision() {
        return averagePrecision(null);
    }

    /** @param weights weight of each group; null for 1. */
    public double averagePrecision(int[] weights) {
        double hits = 0;
        double seen = 0;
        double sum = 0;
        for (int i = 0; i < scores.length; ) {
            double newHits = 0;
            int j = i;
            for (; j < scores.length && scores[j] == scores[i]; j++) {
                int weight = weights == null ? 1 : weights[groups[j]];
                seen += weight;
                newHits += targets[j] ? weight : 0;
            }
            hits += newHits;
            sum += newHits == 0 ? 0 : newHits * hits / seen;
            i = j;
        }
        return hits == 0 || hits == seen ? Double.NaN : sum / hits;
    }

    /** Precision, recall and F1 of the decision score &gt; threshold. */
    public BinaryScores at(float threshold, int[] weights) {
        long truePositives = 0;
        long falsePositives = 0;
        long falseNegatives = 0;
        for (int i = 0; i < scores.length; i++) {
            int weight = weights == null ? 1 : weights[groups[i]];
            if (scores[i] > threshold) {
                truePositives += targets[i] ? weight : 0;
                falsePositives += targets[i] ? 0 : weight;
            } else {
                falseNegatives += targets[i] ? weight : 0;
            }
        }
        return new BinaryScores(truePositives, falsePositives, falseNegatives);
    }
}
