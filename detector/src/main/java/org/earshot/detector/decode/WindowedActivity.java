package org.earshot.detector.decode;

import java.nio.ByteBuffer;

/**
 * The activity that pools each label's mask over a short sliding window of frames: y(t) = sum of numerators / sum of
 * denominators over |t' - t| &lt;= reach, cut off at both ends of the sound. Numerators and denominators are the per-frame
 * sums of the model's own pooling, for FAP sum_f M e^(alpha M) and sum_f e^(alpha M).
 *
 * <p>The streaming form takes frames in order and knows the value of frame t once frame t + reach has come, or the end.
 * Sums run in double from the oldest frame to the newest, in both forms, so both give the same bits. For one thread.
 */
public final class WindowedActivity {
    private final int classes;
    private final int reach;
    private final int slots;
    private final float[] numerators;
    private final float[] denominators;
    private long frames;

    /** @param reachFrames frames on each side of a frame that its value depends on */
    public WindowedActivity(int classes, int reachFrames) {
        this.classes = classes;
        this.reach = reachFrames;
        this.slots = 2 * reachFrames + 1;
        this.numerators = new float[slots * classes];
        this.denominators = new float[slots * classes];
    }

    /**
     * The whole curve of one label.
     *
     * @param numerator {@code frames} values from {@code offset} on
     * @param denominator likewise
     * @param activity receives the values at the same places
     */
    public static void of(
            float[] numerator, float[] denominator, int offset, int frames, int reachFrames, float[] activity) {
        for (int t = 0; t < frames; t++) {
            double above = 0;
            double below = 0;
            for (int u = Math.max(0, t - reachFrames); u <= Math.min(frames - 1, t + reachFrames); u++) {
                above += numerator[offset + u];
                below += denominator[offset + u];
            }
            activity[offset + t] = ratio(above, below);
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
     * @param numerator label k's value stands at {@code offset + k * stride}
     * @param denominator likewise
     */
    public void push(float[] numerator, float[] denominator, int offset, int stride) {
        int slot = (int) (frames % slots) * classes;
        for (int k = 0; k < classes; k++) {
            numerators[slot + k] = numerator[offset + k * stride];
            denominators[slot + k] = denominator[offset + k * stride];
        }
        frames++;
    }

    /** Frames taken so far. */
    public long frames() {
        return frames;
    }

    /**
     * The value of a frame, of those frames that were taken: at most {@code 2 * reach} back, and final once {@code reach}
     * later frames were taken or the sound has ended.
     */
    public float value(int label, long frame) {
        double above = 0;
        double below = 0;
        for (long u = Math.max(0, frame - reach); u <= Math.min(frames - 1, frame + reach); u++) {
            int at = (int) (u % slots) * classes + label;
            above += numerators[at];
            below += denominators[at];
        }
        return ratio(above, below);
    }

    /** Bytes that {@link #write} needs now. */
    public int stateBytes() {
        return Long.BYTES + kept() * classes * 2 * Float.BYTES;
    }

    /** Writes the sums of the last frames, as many as later values need. */
    public void write(ByteBuffer to) {
        to.putLong(frames);
        for (long u = frames - kept(); u < frames; u++) {
            int at = (int) (u % slots) * classes;
            for (int k = 0; k < classes; k++) {
                to.putFloat(numerators[at + k]).putFloat(denominators[at + k]);
            }
        }
    }

    /** Takes over a state that {@link #write} wrote. */
    public void read(ByteBuffer from) {
        frames = from.getLong();
        for (long u = frames - kept(); u < frames; u++) {
            int at = (int) (u % slots) * classes;
            for (int k = 0; k < classes; k++) {
                numerators[at + k] = from.getFloat();
                denominators[at + k] = from.getFloat();
            }
        }
    }

    private int kept() {
        return (int) Math.min(frames, 2L * reach);
    }
}
