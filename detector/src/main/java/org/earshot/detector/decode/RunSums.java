package org.earshot.detector.decode;

import java.nio.ByteBuffer;

/** What is gathered over consecutive frames: sums, the peak and the highest tag. For one thread. */
final class RunSums {
    static final int BYTES = 2 * Float.BYTES + 3 * Double.BYTES;

    private double activity;
    private double power;
    private double valid;
    private float peak;
    private float tag;

    void add(float frameActivity, double framePower, double frameValid) {
        activity += frameActivity;
        power += framePower;
        valid += frameValid;
        peak = Math.max(peak, frameActivity);
    }

    void add(RunSums other) {
        activity += other.activity;
        power += other.power;
        valid += other.valid;
        peak = Math.max(peak, other.peak);
        tag = Math.max(tag, other.tag);
    }

    void offerTag(float other) {
        tag = Math.max(tag, other);
    }

    void clear() {
        activity = 0;
        power = 0;
        valid = 0;
        peak = 0;
        tag = 0;
    }

    Run over(long onset, long offset) {
        double frames = offset - onset;
        return new Run(onset, offset, peak, (float) (activity / frames), tag, power / frames, valid / frames);
    }

    float tag() {
        return tag;
    }

    void write(ByteBuffer to) {
        to.putDouble(activity).putDouble(power).putDouble(valid).putFloat(peak).putFloat(tag);
    }

    void read(ByteBuffer from) {
        activity = from.getDouble();
        power = from.getDouble();
        valid = from.getDouble();
        peak = from.getFloat();
        tag = from.getFloat();
    }
}
