package org.earshot.core.decode;

import java.nio.ByteBuffer;

/** Sums over consecutive frames, with the peak, the highest tag and the number of invalid frames. For one thread. */
final class RunSums {
    static final int BYTES = 2 * Float.BYTES + 3 * Double.BYTES + Integer.BYTES;

    private double activity;
    private double power;
    private double valid;
    private float peak;
    private float tag;
    private int unheard;

    void add(float frameActivity, double framePower, double frameValid) {
        activity += frameActivity;
        power += framePower;
        valid += frameValid;
        peak = Math.max(peak, frameActivity);
    }

    void addUnheard(double frameValid) {
        valid += frameValid;
        unheard++;
    }

    void add(RunSums other) {
        unheard += other.unheard;
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
        unheard = 0;
    }

    Run over(long onset, long offset) {
        double frames = offset - onset;
        double heard = frames - unheard;
        return new Run(onset, offset, peak, (float) (activity / heard), tag, power / heard, valid / frames);
    }

    float tag() {
        return tag;
    }

    int unheard() {
        return unheard;
    }

    void write(ByteBuffer to) {
        to.putDouble(activity)
                .putDouble(power)
                .putDouble(valid)
                .putFloat(peak)
                .putFloat(tag)
                .putInt(unheard);
    }

    void read(ByteBuffer from) {
        activity = from.getDouble();
        power = from.getDouble();
        valid = from.getDouble();
        peak = from.getFloat();
        tag = from.getFloat();
        unheard = from.getInt();
    }
}
