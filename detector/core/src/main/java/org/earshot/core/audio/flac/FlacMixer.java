package org.earshot.core.audio.flac;

import org.earshot.core.audio.ChannelMix;

/** Frames of one number of channels to mono samples. For one thread. */
final class FlacMixer {
    private final ChannelMix mix;
    private double[] interleaved = new double[0];
    private float[] mono = new float[0];

    /** @param meanAlone see {@link ChannelMix} */
    FlacMixer(int channels, boolean meanAlone) {
        this.mix = new ChannelMix(channels, meanAlone);
    }

    int channels() {
        return mix.channels();
    }

    /**
     * Mixes a frame.
     *
     * @param values [channels][samples] of the frame, whole numbers of its width
     * @return mono, full scale 1; valid until the next call, and longer than the frame where an earlier one was
     */
    float[] mix(FlacFrame frame, long[][] values) {
        int channels = mix.channels();
        int samples = frame.samples();
        if (mono.length < samples) {
            mono = new float[samples];
            interleaved = new double[samples * channels];
        }
        double scale = 1.0 / (1L << frame.bits() - 1);
        for (int channel = 0; channel < channels; channel++) {
            for (int n = 0; n < samples; n++) {
                interleaved[n * channels + channel] = values[channel][n] * scale;
            }
        }
        mix.mix(interleaved, samples, mono);
        return mono;
    }

    /** A remark on the mix for the user, or null. */
    String note(int rateHz) {
        return mix.note(rateHz);
    }
}
