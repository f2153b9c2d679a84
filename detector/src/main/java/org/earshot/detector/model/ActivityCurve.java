package org.earshot.detector.model;

/**
 * Where the per-frame activity y_k(t) of a model comes from.
 *
 * @param windowFrames 0: the graph's output {@code activity} as it is. Otherwise an odd number n: the pooling over a
 *     sliding window, y(t) = sum of numerators / sum of denominators over |t' - t| &lt;= (n - 1) / 2, cut off at the ends
 *     of the sound.
 */
public record ActivityCurve(int windowFrames) {
    public ActivityCurve {
        if (windowFrames < 0 || windowFrames > 0 && windowFrames % 2 == 0) {
            throw new ModelException("activity: the window must have an odd number of frames, has " + windowFrames);
        }
    }

    public static ActivityCurve graph() {
        return new ActivityCurve(0);
    }

    public static ActivityCurve windowed(int windowFrames) {
        if (windowFrames < 1) {
            throw new ModelException("activity: the window must have at least one frame, has " + windowFrames);
        }
        return new ActivityCurve(windowFrames);
    }

    public boolean isWindowed() {
        return windowFrames > 0;
    }

    /** Frames on each side that a value needs beyond its own: (n - 1) / 2. */
    public int reachFrames() {
        return windowFrames / 2;
    }
}
