package org.earshot.trainer.teach.head;

/**
 * The last feature map of one scene in bytes, a quarter of the memory of float32: phi_c(t,f) = step_c (q + 128), where a
 * step is 1/255 of the largest value of the channel. ReLU features are never negative.
 *
 * @param channels C
 * @param frames T
 * @param mels F
 * @param values q, [channels][frames][mels]
 */
public record SceneFeatures(int channels, int frames, int mels, byte[] values) {
    /** What a byte of 0 stands for, in steps. */
    static final int ZERO = 128;

    private static final int LARGEST = 255;

    /** @param phi [channels][frames][mels]; @param steps [channels] */
    static SceneFeatures of(float[] phi, float[] steps, int frames, int mels) {
        byte[] values = new byte[phi.length];
        int plane = frames * mels;
        for (int c = 0; c < steps.length; c++) {
            float perStep = 1 / steps[c];
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                int q = Math.min(LARGEST, Math.round(phi[i] * perStep));
                values[i] = (byte) (q - ZERO);
            }
        }
        return new SceneFeatures(steps.length, frames, mels, values);
    }

    /**
     * The bytes of a channel as floats, of every {@code stride}-th frame from {@code first} on.
     *
     * @return how many values were written
     */
    int read(int channel, int first, int stride, float[] to) {
        int at = 0;
        int plane = frames * mels;
        for (int t = first; t < frames; t += stride) {
            int row = channel * plane + t * mels;
            for (int f = 0; f < mels; f++) {
                to[at + f] = values[row + f];
            }
            at += mels;
        }
        return at;
    }
}
