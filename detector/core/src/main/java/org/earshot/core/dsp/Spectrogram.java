package org.earshot.core.dsp;

/**
 * The short-time spectrum of a whole sound, as {@link Stft} makes it and {@link InverseStft} takes it. Frame {@code t}
 * of the model is at index {@code lead + t}: the frames before and after extend beyond the ends of the sound, so that
 * every sample is covered by whole overlapping windows.
 *
 * @param lead frames before frame 0 of the model
 * @param frames frames in all
 * @param bins windowSamples / 2 + 1
 * @param re [frames][bins] row-major, real parts; not copied
 * @param im [frames][bins] row-major, imaginary parts; not copied
 * @param samples of the sound itself
 */
public record Spectrogram(int lead, int frames, int bins, float[] re, float[] im, int samples) {

    /**
     * The same sound seen through a mask, with its phase kept. Frames beyond the mask's ends take its first or last frame.
     *
     * @param mask [maskFrames][bins] row-major, 0..1
     * @param maskFrames frames of the model, from its frame 0
     */
    public Spectrogram masked(float[] mask, int maskFrames) {
        if (maskFrames < 1 || mask.length < maskFrames * bins) {
            throw new IllegalArgumentException("the mask must have " + bins + " values for each of its frames, has "
                    + mask.length + " for " + maskFrames);
        }
        float[] maskedRe = new float[re.length];
        float[] maskedIm = new float[im.length];
        for (int frame = 0; frame < frames; frame++) {
            int from = Math.max(0, Math.min(maskFrames - 1, frame - lead)) * bins;
            for (int bin = 0; bin < bins; bin++) {
                int at = frame * bins + bin;
                maskedRe[at] = re[at] * mask[from + bin];
                maskedIm[at] = im[at] * mask[from + bin];
            }
        }
        return new Spectrogram(lead, frames, bins, maskedRe, maskedIm, samples);
    }
}
