package org.earshot.trainer.eval.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.earshot.trainer.eval.metric.BinaryScores;

/**
 * Thresholds on clip tags, one per label, for the largest F1 over all (clip, label) pairs, as is usual for DCASE 2017
 * task 4 (Wang, Li, Metze 2019): first each label alone, then one after the other with the rest fixed, until nothing
 * changes. A threshold lies midway between neighbouring scores.
 *
 * <p>Never tune on the set that is reported. Stateless.
 */
public final class TagThresholdSearch {
    private static final int MAX_ROUNDS = 50;

    private TagThresholdSearch() {}

    /** A threshold of one label and its results. */
    private record Cut(float threshold, BinaryScores scores) {}

    /**
     * @param scores [clips][labels], 0..1
     * @param targets [clips][labels]
     * @return [labels], 0..1; 1 for a label that is better never reported
     */
    public static float[] choose(List<float[]> scores, List<boolean[]> targets) {
        int labels = scores.get(0).length;
        List<List<Cut>> cuts = new ArrayList<>();
        Cut[] chosen = new Cut[labels];
        for (int k = 0; k < labels; k++) {
            cuts.add(cuts(scores, targets, k));
            chosen[k] = best(cuts.get(k), new BinaryScores(0, 0, 0), cuts.get(k).get(0));
        }
        boolean changed = true;
        for (int round = 0; changed && round < MAX_ROUNDS; round++) {
            changed = false;
            for (int k = 0; k < labels; k++) {
                BinaryScores others = new BinaryScores(0, 0, 0);
                for (int j = 0; j < labels; j++) {
                    others = j == k ? others : others.plus(chosen[j].scores());
                }
                Cut better = best(cuts.get(k), others, chosen[k]);
                changed |= better != chosen[k];
                chosen[k] = better;
            }
        }
        float[] thresholds = new float[labels];
        for (int k = 0; k < labels; k++) {
            thresholds[k] = chosen[k].threshold();
        }
        return thresholds;
    }

    private static Cut best(List<Cut> cuts, BinaryScores others, Cut held) {
        Cut best = held;
        for (Cut cut : cuts) {
            if (others.plus(cut.scores()).f1() > others.plus(best.scores()).f1()) {
                best = cut;
            }
        }
        return best;
    }

    /** All thresholds that separate a label's clips differently, from reporting none to reporting all. */
    private static List<Cut> cuts(List<float[]> scores, List<boolean[]> targets, int label) {
        Integer[] falling = new Integer[scores.size()];
        Arrays.setAll(falling, i -> i);
        Arrays.sort(falling, (a, b) -> Float.compare(scores.get(b)[label], scores.get(a)[label]));
        int positives = (int) targets.stream().filter(t -> t[label]).count();
        List<Cut> cuts = new ArrayList<>();
        cuts.add(new Cut(1, new BinaryScores(0, 0, positives)));
        int hits = 0;
        for (int i = 0; i < falling.length; i++) {
            hits += targets.get(falling[i])[label] ? 1 : 0;
            float score = scores.get(falling[i])[label];
            float next = i + 1 < falling.length ? scores.get(falling[i + 1])[label] : 0;
            float middle = (score + next) / 2;
            if (middle < score) {
                cuts.add(new Cut(middle, new BinaryScores(hits, i + 1 - hits, positives - hits)));
            }
        }
        return cuts;
    }
}
