package org.earshot.trainer.net.pooling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.earshot.core.model.ConfigurationException;

/**
 * Adaptive distance-based pooling (Martin-Morato et al. 2020): shortens a sequence of feature vectors v_t to P =
 * floor(T / s) vectors where it changes least, without learnt parameters. The path ell_t = sum over u &lt;= t of |
 * |v_u|^2 - |v_(u-1)|^2 | is cut at its P - 1 largest increments, and each of the P segments becomes the element-wise
 * maximum of its vectors.
 *
 * <p>Each clip of a batch is cut separately. Gradients flow through the maxima; the cuts are constants.
 *
 * @param stride s; 1 leaves the sequence as it is
 */
public record AdaptiveDistancePooling(int stride) {
    /** Leaves every sequence as it is. */
    public static final AdaptiveDistancePooling NONE = new AdaptiveDistancePooling(1);

    /** Added to vectors of other segments, so that they are never the maximum. */
    private static final float APART = -1e30f;

    public AdaptiveDistancePooling {
        if (stride < 1) {
            throw new ConfigurationException("adaptive.stride: must be at least 1, is " + stride);
        }
    }

    /** True if sequences become shorter. */
    public boolean shortens() {
        return stride > 1;
    }

    /** Length of the shortened sequence. */
    public int segments(int frames) {
        return Math.max(1, frames / stride);
    }

    /**
     * Where each sequence is cut.
     *
     * @param x [batch, time, features]
     */
    public Cuts cut(NDArray x) {
        int batch = Math.toIntExact(x.getShape().get(0));
        int time = Math.toIntExact(x.getShape().get(1));
        float[] energies = x.square().sum(new int[] {2}).toFloatArray();
        int[][] starts = new int[batch][];
        for (int b = 0; b < batch; b++) {
            starts[b] = starts(Arrays.copyOfRange(energies, b * time, (b + 1) * time));
        }
        return new Cuts(starts, time);
    }

    /**
     * First frame of each segment.
     *
     * @param energies |v_t|^2 of each frame
     */
    int[] starts(float[] energies) {
        int segments = segments(energies.length);
        // In float32, with the earlier of two equal increments first, as in the model file.
        int[] cuts = IntStream.range(1, energies.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer t) -> -Math.abs(energies[t] - energies[t - 1]))
                        .thenComparingInt(t -> t))
                .limit(segments - 1L)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        int[] starts = new int[segments];
        System.arraycopy(cuts, 0, starts, 1, segments - 1);
        return starts;
    }

    /**
     * The segments of a batch.
     *
     * @param starts [batch][segments] first frame of each
     * @param frames length of the sequences
     */
    public record Cuts(int[][] starts, int frames) {
        /**
         * The maximum of each segment.
         *
         * @param x [batch, frames, features]
         * @return [batch, segments, features]
         */
        public NDArray maxima(NDArray x) {
            int[][] segments = segmentOfFrame();
            NDArray running = x;
            // After the step of length h each frame holds the maximum of the last 2 h frames within its segment.
            for (int h = 1; h < longest(); h *= 2) {
                NDArray earlier = running.get(":,:" + (frames - h)).add(apart(segments, h, x));
                NDArray later = running.get(":," + h + ":").maximum(earlier);
                running = running.get(":,:" + h).getNDArrayInternal().concat(new NDList(later), 1);
            }
            long[] ends = new long[starts.length * starts[0].length];
            for (int b = 0; b < starts.length; b++) {
                for (int p = 0; p < starts[b].length; p++) {
                    ends[b * starts[b].length + p] = end(b, p) - 1L;
                }
            }
            return taken(running, ends, starts[0].length);
        }

        /**
         * Copies the values of a segment to all its frames.
         *
         * @param y [batch, segments, values]
         * @return [batch, frames, values]
         */
        public NDArray perFrame(NDArray y) {
            long[] index = Arrays.stream(segmentOfFrame())
                    .flatMapToInt(Arrays::stream)
                    .asLongStream()
                    .toArray();
            return taken(y, index, frames);
        }

        private NDArray taken(NDArray from, long[] index, int count) {
            long batch = starts.length;
            long values = from.getShape().get(2);
            return from.gather(
                    from.getManager()
                            .create(index, new Shape(batch, count, 1))
                            .broadcast(new Shape(batch, count, values)),
                    1);
        }

        private NDArray apart(int[][] segments, int distance, NDArray like) {
            int rest = frames - distance;
            float[] values = new float[segments.length * rest];
            for (int b = 0; b < segments.length; b++) {
                for (int t = 0; t < rest; t++) {
                    values[b * rest + t] = segments[b][t] == segments[b][t + distance] ? 0 : APART;
                }
            }
            return like.getManager().create(values, new Shape(segments.length, rest, 1));
        }

        private int[][] segmentOfFrame() {
            int[][] segments = new int[starts.length][frames];
            for (int b = 0; b < starts.length; b++) {
                for (int p = 0; p < starts[b].length; p++) {
                    Arrays.fill(segments[b], starts[b][p], end(b, p), p);
                }
            }
            return segments;
        }

        private int end(int clip, int segment) {
            return segment + 1 < starts[clip].length ? starts[clip][segment + 1] : frames;
        }

        private int longest() {
            int longest = 0;
            for (int b = 0; b < starts.length; b++) {
                for (int p = 0; p < starts[b].length; p++) {
                    longest = Math.max(longest, end(b, p) - starts[b][p]);
                }
            }
            return longest;
        }
    }
}
