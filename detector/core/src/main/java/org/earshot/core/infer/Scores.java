package org.earshot.core.infer;

import java.util.List;
import java.util.function.Function;

/**
 * What the network says of a batch of log-mel blocks. The arrays are row-major in the shapes given.
 *
 * <p>A plain value; the arrays belong to the receiver.
 *
 * @param batch number of blocks B
 * @param frames frames T of each block, context included
 * @param classes number of labels K
 * @param tags [batch][classes], pooled over all frames given, 0..1
 * @param activity [batch][classes][frames], sum over mels of w_k(f) M_k(t,f)
 * @param poolNumerator [batch][classes][frames], for FAP sum_f M e^(alpha M); null if the pooling is no ratio of sums
 * @param poolDenominator [batch][classes][frames], for FAP sum_f e^(alpha M); null likewise
 */
public record Scores(
        int batch,
        int frames,
        int classes,
        float[] tags,
        float[] activity,
        float[] poolNumerator,
        float[] poolDenominator) {

    /** Index of frame t of label k of block b in the three per-frame arrays. */
    public int at(int b, int k, int t) {
        return (b * classes + k) * frames + t;
    }

    /** Batches of the same frames and classes as one. */
    static Scores together(List<Scores> each) {
        Scores first = each.get(0);
        int batch = each.stream().mapToInt(Scores::batch).sum();
        return new Scores(
                batch,
                first.frames,
                first.classes,
                join(each, Scores::tags),
                join(each, Scores::activity),
                join(each, Scores::poolNumerator),
                join(each, Scores::poolDenominator));
    }

    private static float[] join(List<Scores> each, Function<Scores, float[]> part) {
        if (part.apply(each.get(0)) == null) {
            return null;
        }
        float[] joined =
                new float[each.stream().mapToInt(s -> part.apply(s).length).sum()];
        int at = 0;
        for (Scores scores : each) {
            float[] its = part.apply(scores);
            System.arraycopy(its, 0, joined, at, its.length);
            at += its.length;
        }
        return joined;
    }
}
