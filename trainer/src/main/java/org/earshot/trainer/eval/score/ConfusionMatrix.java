package org.earshot.trainer.eval.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.earshot.core.model.Thresholds;

/**
 * Confusions between labels: row i, column j is the share of the clips with label i and without label j in which an
 * event of j is reported; the diagonal is the share in which i itself is reported. The last row is for clips without
 * any label.
 *
 * @param labels K names
 * @param share [K + 1][K], 0..1, NaN if there are no such clips
 */
public record ConfusionMatrix(List<String> labels, double[][] share) {

    /** One cell off the diagonal. */
    public record Confusion(String heard, String taken, double share) {}

    public static ConfusionMatrix of(ScoredSet set, EventDecoder decoder, List<Thresholds> thresholds) {
        int k = set.labels().size();
        int[][] clips = new int[k + 1][k];
        int[][] said = new int[k + 1][k];
        for (int c = 0; c < set.size(); c++) {
            boolean[] tags = set.tags().get(c);
            boolean[] reported = new boolean[k];
            for (int j = 0; j < k; j++) {
                reported[j] = !decoder.decode(set.scores().get(c), j, thresholds.get(j))
                        .isEmpty();
            }
            boolean any = false;
            for (int i = 0; i < k; i++) {
                any |= tags[i];
                if (tags[i]) {
                    count(tags, reported, clips[i], said[i], i);
                }
            }
            if (!any) {
                count(tags, reported, clips[k], said[k], k);
            }
        }
        double[][] share = new double[k + 1][k];
        for (int i = 0; i <= k; i++) {
            for (int j = 0; j < k; j++) {
                share[i][j] = clips[i][j] == 0 ? Double.NaN : (double) said[i][j] / clips[i][j];
            }
        }
        return new ConfusionMatrix(set.labels(), share);
    }

    private static void count(boolean[] tags, boolean[] reported, int[] clips, int[] said, int row) {
        for (int j = 0; j < tags.length; j++) {
            if (row == j || !tags[j]) {
                clips[j]++;
                said[j] += reported[j] ? 1 : 0;
            }
        }
    }

    /** The largest confusions, most frequent first. */
    public List<Confusion> largest(int count) {
        List<Confusion> all = new ArrayList<>();
        for (int i = 0; i < share.length; i++) {
            for (int j = 0; j < labels.size(); j++) {
                if (i != j && share[i][j] > 0) {
                    all.add(new Confusion(
                            i < labels.size() ? labels.get(i) : "background", labels.get(j), share[i][j]));
                }
            }
        }
        all.sort(Comparator.comparingDouble(Confusion::share).reversed());
        return all.subList(0, Math.min(count, all.size()));
    }
}
