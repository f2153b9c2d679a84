package org.earshot.trainer.data.clips;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Mean and population standard deviation of each mel band over all frames of some clips, in natural-log units;
 * deviations below 1e-6 are replaced by 1. They parametrise the per-band z-score inside a network (Kong et al. 2019).
 *
 * @param mean [mels]
 * @param deviation [mels]
 */
public record MelStatistics(double[] mean, double[] deviation) {
    private static final double MIN_DEVIATION = 1e-6;

    /** Over all clips of a data set. */
    public static MelStatistics of(ClipDataset dataset) {
        return of(dataset, IntStream.range(0, dataset.size()).toArray());
    }

    /** Over the given clips, which must be the training clips. Sums are kept per clip and added in order. */
    public static MelStatistics of(ClipDataset dataset, int[] clips) {
        int mels = dataset.mels();
        double[][] sums = Arrays.stream(clips)
                .parallel()
                .mapToObj(clip -> sums(dataset.features(clip), mels))
                .toArray(double[][]::new);
        double[] mean = new double[mels];
        double[] deviation = new double[mels];
        double frames = (double) clips.length * dataset.frames();
        for (int mel = 0; mel < mels; mel++) {
            double sum = 0;
            double squares = 0;
            for (double[] clip : sums) {
                sum += clip[mel];
                squares += clip[mels + mel];
            }
            mean[mel] = sum / frames;
            double spread = Math.sqrt(Math.max(0, squares / frames - mean[mel] * mean[mel]));
            deviation[mel] = spread < MIN_DEVIATION ? 1 : spread;
        }
        return new MelStatistics(mean, deviation);
    }

    private static double[] sums(float[] logMel, int mels) {
        double[] sums = new double[2 * mels];
        for (int i = 0; i < logMel.length; i++) {
            int mel = i % mels;
            sums[mel] += logMel[i];
            sums[mels + mel] += (double) logMel[i] * logMel[i];
        }
        return sums;
    }
}
