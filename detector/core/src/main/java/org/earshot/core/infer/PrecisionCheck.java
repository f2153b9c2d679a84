package org.earshot.core.infer;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A model in fewer bits beside the same model in float32, on one made-up block of log-mel: a tone that glides, beside bursts
 * over all bands.
 *
 * @param speed how many times as fast as float32; NaN if that was not measured
 * @param tags largest difference of a tag
 * @param activity largest difference of an activity
 * @param meanTags difference of tags on average
 * @param meanActivity difference of activities on average
 */
public record PrecisionCheck(double speed, double tags, double activity, double meanTags, double meanActivity) {
    /**
     * Most that the averages may be. The shipped models in int8 stay at 0.006 and 0.001; files that do not belong together differ by
     * more than 0.1. A single value may differ much, where a label's curve turns steeply.
     */
    private static final double MOST = 0.05;

    private static final int FRAMES = 311;
    private static final int LEAST_TURNS = 5;

    /** Compares the scores alone. */
    public static PrecisionCheck ofScores(MaskNetwork reduced, MaskNetwork exact) {
        int mels = exact.manifest().frontEnd().mels();
        int frames = exact.manifest().streams()
                ? FRAMES
                : exact.manifest().frontEnd().clipFrames();
        float[] block = block(frames, mels);
        Scores one = reduced.score(block, 1, frames);
        Scores other = exact.score(block, 1, frames);
        Difference tags = Difference.of(one.tags(), other.tags());
        Difference activity = Difference.of(one.activity(), other.activity());
        return new PrecisionCheck(Double.NaN, tags.largest, activity.largest, tags.mean, activity.mean);
    }

    /**
     * Compares the scores, and the time that a block takes, in turns: on a CPU the processor's, so that a busy machine does not
     * count for one of the two alone.
     *
     * @param frames of the blocks that will be scored, context included
     * @param budget about how long that may take
     */
    public static PrecisionCheck of(MaskNetwork reduced, MaskNetwork exact, int frames, Duration budget) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean processor = exact.device().equals("cpu") && threads.isCurrentThreadCpuTimeSupported();
        return of(
                reduced,
                exact,
                frames,
                budget,
                System::nanoTime,
                processor ? threads::getCurrentThreadCpuTime : System::nanoTime);
    }

    /**
     * @param clock for the budget, in nanoseconds
     * @param work for the blocks
     */
    static PrecisionCheck of(
            MaskNetwork reduced,
            MaskNetwork exact,
            int frames,
            Duration budget,
            LongSupplier clock,
            LongSupplier work) {
        long begin = clock.getAsLong();
        PrecisionCheck scores = ofScores(reduced, exact);
        float[] block = block(frames, exact.manifest().frontEnd().mels());
        long least = Long.MAX_VALUE;
        long leastExact = Long.MAX_VALUE;
        // The quickest of some: what else runs on the machine only makes them slower.
        for (int turn = 0; turn < LEAST_TURNS || clock.getAsLong() - begin < budget.toNanos(); turn++) {
            long before = work.getAsLong();
            reduced.score(block, 1, frames);
            long between = work.getAsLong();
            exact.score(block, 1, frames);
            least = Math.min(least, between - before);
            leastExact = Math.min(leastExact, work.getAsLong() - between);
        }
        return new PrecisionCheck(
                (double) leastExact / least, scores.tags, scores.activity, scores.meanTags, scores.meanActivity);
    }

    /** Whether both are the same model but for rounding. */
    public boolean isExactEnough() {
        return meanTags <= MOST && meanActivity <= MOST;
    }

    /** Whether the model in fewer bits was not slower. */
    public boolean isFaster() {
        return !(speed < 1);
    }

    /** In a few words, with numbers. */
    public String describe() {
        String differences = String.format(
                Locale.ROOT,
                "on a made-up block tags differ by at most %.3f (%.4f on average), activity by %.3f (%.4f)",
                tags,
                meanTags,
                activity,
                meanActivity);
        return Double.isNaN(speed)
                ? differences
                : String.format(Locale.ROOT, "%.1f times as fast as fp32; ", speed) + differences;
    }

    private record Difference(double largest, double mean) {
        static Difference of(float[] one, float[] other) {
            double largest = 0;
            double sum = 0;
            for (int i = 0; i < one.length; i++) {
                double difference = Math.abs(one[i] - other[i]);
                largest = Math.max(largest, difference);
                sum += difference;
            }
            return new Difference(largest, sum / one.length);
        }
    }

    private static float[] block(int frames, int mels) {
        float[] block = new float[frames * mels];
        for (int t = 0; t < frames; t++) {
            boolean burst = t / 25 % 2 == 1;
            double glide = mels * (0.5 + 0.3 * Math.sin(t / 25.0));
            for (int f = 0; f < mels; f++) {
                double tone = 6 * Math.exp(-Math.pow((f - glide) / 3, 2));
                block[t * mels + f] = (float) (-9 + Math.max(tone, burst ? 7 * Math.exp(-f / 40.0) : 0));
            }
        }
        return block;
    }
}
