package org.earshot.core.decode;

import java.util.Arrays;

/** An activity curve that a test builds from level pieces. */
final class Curve {
    private final float[] values;

    private Curve(int frames) {
        this.values = new float[frames];
    }

    static Curve curve(int frames) {
        return new Curve(frames);
    }

    Curve raisedTo(float activity, int from, int to) {
        Arrays.fill(values, from, to, activity);
        return this;
    }

    float[] values() {
        return values;
    }
}
