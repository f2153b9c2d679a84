package org.earshot.detector.detect;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Tells blocks in which nothing rises above the source's own noise floor, so that the network need not look at them.
 *
 * <p>The log-mel of eight groups of bands, each smoothed over four frames, is held against a floor per group that sinks quickly
 * towards lower values and rises slowly towards higher ones. A block is quiet if no group exceeds its floor by the margin
 * anywhere in the block or in the context that the network would see. It is never quiet in the first ten seconds, nor while a run
 * is followed, when the floor does not rise either: a long event is not learnt as noise.
 *
 * <p>For one thread. The state is one float per group and a counter.
 */
final class ActivityGate {
    private static final int GROUPS = 8;
    private static final int SMOOTHING = 4;
    private static final double SINKING_SECONDS = 0.5;
    private static final double RISING_SECONDS = 20;
    private static final double LEARNING_SECONDS = 10;
    private static final double DB_PER_NEPER = 20 / Math.log(10);

    private final int mels;
    private final float margin;
    private final float sinking;
    private final float rising;
    private final long learningFrames;
    private final float[] floors = new float[GROUPS];
    private final float[] sums = new float[GROUPS];
    private long learnt;

    /**
     * @param marginDb above the floor
     * @param frameSeconds from one frame to the next
     */
    ActivityGate(int mels, double marginDb, double frameSeconds) {
        this.mels = mels;
        this.margin = (float) (marginDb / DB_PER_NEPER);
        this.sinking = (float) (frameSeconds / SINKING_SECONDS);
        this.rising = (float) (frameSeconds / RISING_SECONDS);
        this.learningFrames = Math.round(LEARNING_SECONDS / frameSeconds);
    }

    /** True if nothing happens in the frames [from, to). */
    boolean isQuiet(FrameStore frames, long from, long to) {
        if (learnt < learningFrames) {
            return false;
        }
        for (long t = from; t + SMOOTHING <= to; t++) {
            smooth(frames, t);
            for (int g = 0; g < GROUPS; g++) {
                if (sums[g] / SMOOTHING > floors[g] + margin) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Moves the floor by the frames [from, to). @param upwards false if it may only sink */
    void learn(FrameStore frames, long from, long to, boolean upwards) {
        for (long t = from; t < to; t++) {
            for (int g = 0; g < GROUPS; g++) {
                float value = group(frames, t, g);
                float difference = learnt == 0 ? 0 : value - floors[g];
                floors[g] = learnt == 0 ? value : floors[g];
                floors[g] += difference < 0 ? sinking * difference : upwards ? rising * difference : 0;
            }
            learnt++;
        }
    }

    private void smooth(FrameStore frames, long from) {
        Arrays.fill(sums, 0);
        for (long t = from; t < from + SMOOTHING; t++) {
            for (int g = 0; g < GROUPS; g++) {
                sums[g] += group(frames, t, g);
            }
        }
    }

    private float group(FrameStore frames, long frame, int group) {
        int from = group * mels / GROUPS;
        int to = Math.max(from + 1, (group + 1) * mels / GROUPS);
        float sum = 0;
        for (int m = from; m < to; m++) {
            sum += frames.logMel(frame, m);
        }
        return sum / (to - from);
    }

    int headBytes() {
        return Long.BYTES + GROUPS * Float.BYTES;
    }

    void write(ByteBuffer to) {
        to.putLong(learnt);
        for (float floor : floors) {
            to.putFloat(floor);
        }
    }

    void read(ByteBuffer from) {
        learnt = from.getLong();
        for (int g = 0; g < GROUPS; g++) {
            floors[g] = from.getFloat();
        }
    }
}
