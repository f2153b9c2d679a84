package org.earshot.core.model;

/**
 * Where the per-frame activity y_k(t) of a model comes from.
 *
 * <p>Pooled over a window that reaches as far back as ahead, a sound raises the curve up to half a window before it
 * begins: the pooling weighs what is loud anywhere in the window. A window that looks back further than ahead puts the
 * onset where it belongs, and the decoder waits less.
 *
 * @param windowFrames 0: the graph's output {@code activity} as it is. Otherwise an odd number n: the pooling over a
 *     sliding window, y(t) = sum of numerators / sum of denominators over the frames t - (n - 1 - aheadFrames) to t +
 *     aheadFrames, cut off at the ends of the sound.
 * @param aheadFrames frames after t in the window, 0..n - 1; 0 without a window
 */
public record ActivityCurve(int windowFrames, int aheadFrames) {
    public ActivityCurve {
        if (windowFrames < 0 || windowFrames > 0 && windowFrames % 2 == 0) {
            throw new ModelException("activity: the window must have an odd number of frames, has " + windowFrames);
        }
        if (aheadFrames < 0 || aheadFrames > Math.max(0, windowFrames - 1)) {
            throw new ModelException("activity: of a window of " + windowFrames + " frames, 0.."
                    + Math.max(0, windowFrames - 1) + " can lie ahead, not " + aheadFrames);
        }
    }

    public static ActivityCurve graph() {
        return new ActivityCurve(0, 0);
    }

    /** With the frame in the middle of its window. */
    public static ActivityCurve windowed(int windowFrames) {
        return windowed(windowFrames, windowFrames / 2);
    }

    public static ActivityCurve windowed(int windowFrames, int aheadFrames) {
        if (windowFrames < 1) {
            throw new ModelException("activity: the window must have at least one frame, has " + windowFrames);
        }
        return new ActivityCurve(windowFrames, aheadFrames);
    }

    public boolean isWindowed() {
        return windowFrames > 0;
    }

    /** Whether the frame is in the middle of its window. */
    public boolean isCentred() {
        return aheadFrames == windowFrames / 2;
    }

    /** Frames before t that its value depends on. */
    public int behindFrames() {
        return Math.max(0, windowFrames - 1 - aheadFrames);
    }
}
