package org.earshot.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Adaptive distance-based pooling (Martin-Morato et al. 2020): shortens a sequence of feature vectors v_t to
 * P = floor(T / s) where it changes least, without anything to learn. The path ell_t = sum over u &lt;= t of
 * | |v_u|^2 - |v_(u-1)|^2 | is cut at its P - 1 largest increments, and each of the P segments becomes the element-wise
 * maximum of its vectors.
 *
 * <p>Each clip of a batch is cut by itself. Gradients flow through the maxima; the cuts are constants.
 *
 * @param stride s, at least 1
 */
public record AdaptiveDistancePooling(int stride) {
    public AdaptiveDistancePooling {
        if (stride < 1) {
            throw new IllegalArgumentException("stride must be at least 1, is " + stride);
        }
    }

    /**
     * @param x [batch, time, features]
     * @return [batch, max(1, floor(time / stride)), features]
     */
    public NDArray pool(NDArray x) {
        int batch = Math.toIntExact(x.getShape().get(0));
        int time = Math.toIntExact(x.getShape().get(1));
        float[] energies = x.square().sum(new int[] {2}).toFloatArray();
        NDList clips = new NDList();
        for (int b = 0; b < batch; b++) {
            int[] starts = starts(Arrays.copyOfRange(energies, b * time, (b + 1) * time));
            NDArray clip = x.get(b);
            NDList segments = new NDList();
            for (int p = 0; p < starts.length; p++) {
                int end = p + 1 < starts.length ? starts[p + 1] : time;
                segments.add(clip.get(starts[p] + ":" + end).max(new int[] {0}));
            }
            clips.add(stacked(segments));
        }
        return stacked(clips);
    }

    /**
     * First frame of each segment.
     *
     * @param energies |v_t|^2 of each frame
     */
    int[] starts(float[] energies) {
        int segments = Math.max(1, energies.length / stride);
        int[] cuts = IntStream.range(1, energies.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer t) -> -Math.abs((double) energies[t] - energies[t - 1]))
                        .thenComparingInt(t -> t))
                .limit(segments - 1L)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        int[] starts = new int[segments];
        System.arraycopy(cuts, 0, starts, 1, segments - 1);
        return starts;
    }

    private static NDArray stacked(NDList arrays) {
        NDArray first = arrays.get(0);
        return first.getNDArrayInternal().stack(new NDList(arrays.subList(1, arrays.size())), 0);
    }
}
