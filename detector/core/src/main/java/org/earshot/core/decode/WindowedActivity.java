package org.earshot.core.decode;

import java.util.Arrays;
import org.earshot.core.model.ActivityCurve;

/**
 * The activity that pools each label's mask over a short sliding window of frames: y(t) = sum of numerators / sum of
 * denominators over the frames t - behind to t + ahead, cut off at both ends of the sound. Numerators and denominators are the per-frame
 * sums of the model's own pooling, for FAP sum_f M e^(alpha M) and sum_f e^(alpha M).
 *
 * <pre>
 * one frame behind, one ahead
 * frame         0      1      2
 * numerator     1      1      4
 * denominator   2      2      5
 * y           2/4    6/9    5/7
 * </pre>
 *
 * <p>So that the state is small, a frame enters as two whole numbers: numerator / denominator in steps of 2^-18, and the
 * denominator as a float with 17 bits behind the point of its mantissa. That moves y by less than 6e-6. Both forms do so and
 * sum in double from the oldest frame to the newest, so both give the same bits.
 *
 * <p>The streaming form takes frames in order and gives the value of frame t once frame t + ahead, or the end, has
 * come. For one thread.
 */
public final class WindowedActivity {
    private static final double RATIO_STEPS = 1 << 18;
    private static final int DROPPED_BITS = 6;

    private final int classes;
    private final int behind;
    private final int ahead;
    private final int slots;
    private final int[] ratios;
    private final int[] weights;
    private long frames;

    /** @param curve a windowed one */
    public WindowedActivity(int classes, ActivityCurve curve) {
        this.classes = classes;
        this.behind = curve.behindFrames();
        this.ahead = curve.aheadFrames();
        this.slots = curve.windowFrames();
        this.ratios = new int[slots * classes];
        this.weights = new int[slots * classes];
    }

    /**
     * The whole curve of one label.
     *
     * @param numerator {@code frames} values from {@code offset} on
     * @param denominator likewise
     * @param curve a windowed one
     * @param activity receives the values at the same places
     */
    public static void of(
            float[] numerator, float[] denominator, int offset, int frames, ActivityCurve curve, float[] activity) {
        int behind = curve.behindFrames();
        int ahead = curve.aheadFrames();
        for (int t = 0; t < frames; t++) {
            double above = 0;
            double below = 0;
            for (int u = Math.max(0, t - behind); u <= Math.min(frames - 1, t + ahead); u++) {
                double weight = weight(weightSteps(denominator[offset + u]));
                above += weight * ratioSteps(numerator[offset + u], denominator[offset + u]);
                below += weight;
            }
            activity[offset + t] = ratio(above, below * RATIO_STEPS);
        }
    }

    /** Sum of numerators over sum of denominators, in 0..1; 0 where it is not a number. */
    public static float ratio(double numerator, double denominator) {
        float value = (float) (numerator / denominator);
        return value >= 0 ? Math.min(value, 1) : 0;
    }

    /**
     * Takes the sums of the next frame.
     *
     * @param numerator label k's value is at {@code offset + k * stride}
     * @param denominator likewise
     */
    public void push(float[] numerator, float[] denominator, int offset, int stride) {
        int slot = (int) (frames % slots) * classes;
        for (int k = 0; k < classes; k++) {
            int at = offset + k * stride;
            ratios[slot + k] = ratioSteps(numerator[at], denominator[at]);
            weights[slot + k] = weightSteps(denominator[at]);
        }
        frames++;
    }

    /**
     * Takes a frame of which nothing is known, as one in which nothing sounds: M = 0 in every band. Left out of both sums, it
     * would make the few frames beside it speak for the whole window.
     *
     * @param mels bands, of which each adds e^0 to the denominator
     */
    public void pushUnheard(int mels) {
        int slot = (int) (frames % slots) * classes;
        Arrays.fill(ratios, slot, slot + classes, 0);
        Arrays.fill(weights, slot, slot + classes, weightSteps(mels));
        frames++;
    }

    /** Frames taken so far. */
    public long frames() {
        return frames;
    }

    /**
     * The value of a frame, of those frames that were taken: no further back than the window is long, and final once {@code ahead}
     * later frames were taken or the sound has ended.
     */
    public float value(int label, long frame) {
        double above = 0;
        double below = 0;
        long first = Math.max(0, frame - behind);
        int count = (int) (Math.min(frames - 1, frame + ahead) - first + 1);
        int at = (int) (first % slots) * classes + label;
        for (int i = 0; i < count; i++) {
            double weight = weight(weights[at]);
            above += weight * ratios[at];
            below += weight;
            // Around the ring by comparison: a division for every value would take longer than the sums.
            at += classes;
            if (at >= ratios.length) {
                at -= ratios.length;
            }
        }
        return ratio(above, below * RATIO_STEPS);
    }

    /** How many numbers {@link #state} writes now. */
    public int stateLength() {
        return kept() * classes * 2;
    }

    /**
     * Writes what later values need of the frames taken so far: for each label the ratios of the last frames, then their
     * weights, from the oldest to the newest. All are 0 or more.
     *
     * @param to at least {@link #stateLength} long
     */
    public void state(int[] to) {
        int kept = kept();
        for (int k = 0; k < classes; k++) {
            for (int i = 0; i < kept; i++) {
                int at = (int) ((frames - kept + i) % slots) * classes + k;
                to[2 * k * kept + i] = ratios[at];
                to[(2 * k + 1) * kept + i] = weights[at];
            }
        }
    }

    /** Continues after a number of frames from what {@link #state} wrote. */
    public void restore(long framesTaken, int[] from) {
        frames = framesTaken;
        int kept = kept();
        for (int k = 0; k < classes; k++) {
            for (int i = 0; i < kept; i++) {
                int at = (int) ((frames - kept + i) % slots) * classes + k;
                ratios[at] = from[2 * k * kept + i];
                weights[at] = from[(2 * k + 1) * kept + i];
            }
        }
    }

    /** The length of a state after a number of frames. */
    public int stateLength(long framesTaken) {
        return (int) Math.min(framesTaken, slots - 1L) * classes * 2;
    }

    private int kept() {
        return (int) Math.min(frames, slots - 1L);
    }

    private static int ratioSteps(float numerator, float denominator) {
        return (int) Math.round(ratio(numerator, denominator) * RATIO_STEPS);
    }

    private static int weightSteps(float denominator) {
        float weight = denominator > 0 && denominator < Float.MAX_VALUE / 2 ? denominator : 0;
        return Float.floatToIntBits(weight) + (1 << DROPPED_BITS - 1) >>> DROPPED_BITS;
    }

    private static double weight(int steps) {
        return Float.intBitsToFloat(steps << DROPPED_BITS);
    }
}
