package org.earshot.trainer.eval.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.earshot.trainer.eval.metric.BinaryScores;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSet;

/**
 * The tags of one label over the clips of a set, in ascending order, separately for clips with and without the label.
 *
 * @param with tags of the clips that have the label
 * @param without tags of the other clips
 */
record RankedTags(float[] with, float[] without) {

    static RankedTags of(ScoredSet set, int label, EventDecoder decoder) {
        return new RankedTags(sorted(set, label, decoder, true), sorted(set, label, decoder, false));
    }

    /** Some gates, each of which passes a few more of the clips that have the label. */
    List<Float> gates(int count) {
        List<Float> gates = new ArrayList<>();
        for (int i = 0; i < with.length; i += Math.max(1, with.length / count)) {
            gates.add(Math.nextDown(with[i]));
        }
        return gates;
    }

    /** Results of a gate on the clips. */
    BinaryScores above(float gate) {
        int hits = countAbove(with, gate);
        return new BinaryScores(hits, countAbove(without, gate), with.length - hits);
    }

    private static int countAbove(float[] rising, float gate) {
        int from = 0;
        int to = rising.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (rising[middle] > gate) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return rising.length - from;
    }

    private static float[] sorted(ScoredSet set, int label, EventDecoder decoder, boolean heard) {
        float[] tags = new float[set.size()];
        int count = 0;
        for (int i = 0; i < set.size(); i++) {
            if (set.tags().get(i)[label] == heard) {
                tags[count++] = decoder.clipTag(set.scores().get(i), label);
            }
        }
        float[] kept = Arrays.copyOf(tags, count);
        Arrays.sort(kept);
        return kept;
    }
}
