package org.earshot.core.model;

/**
 * How sound becomes log-mel frames for one model: sample rate, STFT window and hop, mel bands and their range. Frame n
 * covers the samples [n * hop, n * hop + window); there is no padding at either end (Kong et al. 2019; Liu et al. 2021,
 * section 3).
 *
 * <p>Immutable.
 *
 * @param rateHz samples per second that the model was trained on
 * @param windowSamples length of the STFT window, a power of two
 * @param hopSamples samples between the starts of neighbouring frames
 * @param window shape of the STFT window
 * @param mels number of Slaney mel bands
 * @param minHz lower edge of the first band
 * @param maxHz upper edge of the last band, at most rateHz / 2
 * @param clipSamples samples of the clip that a tag speaks of
 */
public record FrontEnd(
        int rateHz,
        int windowSamples,
        int hopSamples,
        WindowShape window,
        int mels,
        double minHz,
        double maxHz,
        int clipSamples) {

    /** Tapers of the STFT window, in their symmetric form. */
    public enum WindowShape {
        HANN,
        HAMMING
    }

    public FrontEnd {
        require(rateHz >= 1_000 && rateHz <= 384_000, "rateHz must lie in 1000..384000, is " + rateHz);
        require(
                windowSamples >= 16 && windowSamples <= 65_536 && Integer.bitCount(windowSamples) == 1,
                "windowSamples must be a power of two in 16..65536, is " + windowSamples);
        require(
                hopSamples >= 1 && hopSamples <= windowSamples,
                "hopSamples must lie in 1..windowSamples, is " + hopSamples);
        require(window != null, "window must be hann or hamming");
        require(mels >= 1 && mels <= 512, "mels must lie in 1..512, is " + mels);
        require(
                minHz >= 0 && minHz < maxHz && maxHz <= rateHz / 2.0,
                "0 <= minHz < maxHz <= rateHz / 2 must hold, are " + minHz + " and " + maxHz);
        require(
                clipSamples >= windowSamples && clipSamples <= 60L * rateHz,
                "clipSamples must lie between one window and 60 s, is " + clipSamples);
    }

    /** The paper's front end: 32 kHz, 2048 / 1024 Hann, 64 mels from 50 to 16,000 Hz, 10 s = 311 frames. */
    public static FrontEnd paper32k() {
        return new FrontEnd(32_000, 2048, 1024, WindowShape.HANN, 64, 50, 16_000, 320_000);
    }

    /** The same at half the rate, for microphones that end at 8 kHz: 10 s = 311 frames. */
    public static FrontEnd wide16k() {
        return new FrontEnd(16_000, 1024, 512, WindowShape.HANN, 64, 50, 8_000, 160_000);
    }

    /** Frames in that many samples: floor((samples - window) / hop) + 1, or 0 where not one fits. */
    public int framesIn(long samples) {
        return samples < windowSamples ? 0 : Math.toIntExact((samples - windowSamples) / hopSamples + 1);
    }

    /** Frames of a clip. */
    public int clipFrames() {
        return framesIn(clipSamples);
    }

    /** Seconds from one frame to the next. */
    public double frameSeconds() {
        return (double) hopSamples / rateHz;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ModelException("front end: " + otherwise);
        }
    }
}
