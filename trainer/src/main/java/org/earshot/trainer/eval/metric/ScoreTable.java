package org.earshot.trainer.eval.metric;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Scores and targets of K labels, added row by row; each row belongs to a group (a clip).
 *
 * <p>Not safe for use by several threads.
 */
public final class ScoreTable {
    private final float[][] scores;
    private final BitSet[] targets;
    private int[] groups = new int[1024];
    private int rows;

    public ScoreTable(int labels) {
        this.scores = new float[labels][1024];
        this.targets = new BitSet[labels];
        Arrays.setAll(targets, k -> new BitSet());
    }

    /**
     * @param group index of the clip, from 0
     * @param score [labels]
     * @param target [labels]
     */
    public void add(int group, float[] score, boolean[] target) {
        int row = newRow(group);
        for (int k = 0; k < scores.length; k++) {
            scores[k][row] = score[k];
            targets[k].set(row, target[k]);
        }
    }

    /**
     * Adds every frame of a clip as a row.
     *
     * @param curves [labels][frames]
     * @param active [labels] sets of active frames
     */
    public void addFrames(int group, float[][] curves, BitSet[] active) {
        for (int t = 0; t < curves[0].length; t++) {
            int row = newRow(group);
            for (int k = 0; k < scores.length; k++) {
                scores[k][row] = curves[k][t];
                targets[k].set(row, active[k].get(t));
            }
        }
    }

    public int rows() {
        return rows;
    }

    long positives(int label) {
        return targets[label].cardinality();
    }

    RankedScores ranked(int label) {
        boolean[] truth = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            truth[i] = targets[label].get(i);
        }
        return new RankedScores(Arrays.copyOf(scores[label], rows), truth, Arrays.copyOf(groups, rows));
    }

    private int newRow(int group) {
        if (rows == groups.length) {
            groups = Arrays.copyOf(groups, rows * 2);
            for (int k = 0; k < scores.length; k++) {
                scores[k] = Arrays.copyOf(scores[k], rows * 2);
            }
        }
        groups[rows] = group;
        return rows++;
    }
}
