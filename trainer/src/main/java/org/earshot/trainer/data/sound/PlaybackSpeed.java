package org.earshot.trainer.data.sound;

/** Plays a sound faster or slower, which changes its pitch with its length. Stateless. */
public final class PlaybackSpeed {
    private PlaybackSpeed() {}

    /**
     * Cubic interpolation between the samples (Catmull and Rom 1974).
     *
     * @param speed factor on the speed; 2 halves the length and raises the pitch by an octave
     */
    public static float[] of(float[] x, double speed) {
        float[] out = new float[Math.max(1, (int) Math.floor((x.length - 1) / speed) + 1)];
        for (int n = 0; n < out.length; n++) {
            double at = n * speed;
            int i = (int) at;
            double t = at - i;
            double a = x[Math.max(i - 1, 0)];
            double b = x[Math.min(i, x.length - 1)];
            double c = x[Math.min(i + 1, x.length - 1)];
            double d = x[Math.min(i + 2, x.length - 1)];
            out[n] = (float) (b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));
        }
        return out;
    }
}
