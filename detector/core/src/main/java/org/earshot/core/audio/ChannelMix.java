package org.earshot.core.audio;

import java.util.Arrays;

/**
 * Mixes channels to mono: their mean, or the loudest of them where they cancel each other out. A balanced line wired as stereo
 * has its right channel as the mirror image of the left, and their mean would be silence.
 *
 * <p>Decided block by block: the channels cancel each other out from where the mean's power is 20 dB below theirs,
 * until it is less than 10 dB below. On request it is the mean alone. For one recording and one thread.
 */
public final class ChannelMix {
    private static final double CANCELLED = 0.01;
    private static final double BACK = 0.1;
    /** Mean square below which a block says nothing: -100 dBFS. */
    private static final double SILENCE = 1e-10;

    private final int channels;
    private final boolean meanAlone;
    private final double[] powers;
    private boolean cancelling;
    private int loudest;
    private long mixed;
    private long cancelled;
    private long firstCancelled;

    public ChannelMix(int channels) {
        this(channels, false);
    }

    /** @param meanAlone the mean, whatever the channels do to each other */
    public ChannelMix(int channels, boolean meanAlone) {
        this.channels = channels;
        this.meanAlone = meanAlone;
        this.powers = new double[channels];
    }

    public int channels() {
        return channels;
    }

    /**
     * Mixes the next block.
     *
     * @param interleaved [frames * channels]
     * @param mono at least {@code frames} long
     */
    public void mix(double[] interleaved, int frames, float[] mono) {
        if (channels == 1) {
            for (int n = 0; n < frames; n++) {
                mono[n] = (float) interleaved[n];
            }
            return;
        }
        double mean = 0;
        Arrays.fill(powers, 0);
        for (int n = 0, i = 0; n < frames; n++) {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++, i++) {
                sum += interleaved[i];
                powers[channel] += interleaved[i] * interleaved[i];
            }
            mono[n] = (float) (sum / channels);
            mean += sum / channels * (sum / channels);
        }
        if (!meanAlone) {
            decide(mean, frames);
        }
        if (cancelling) {
            for (int n = 0; n < frames; n++) {
                mono[n] = (float) interleaved[n * channels + loudest];
            }
            firstCancelled = cancelled == 0 ? mixed : firstCancelled;
            cancelled += frames;
        }
        mixed += frames;
    }

    private void decide(double mean, int frames) {
        double sum = 0;
        int most = 0;
        for (int channel = 0; channel < channels; channel++) {
            sum += powers[channel];
            most = powers[channel] > powers[most] ? channel : most;
        }
        double one = sum / channels;
        if (one > SILENCE * frames && mean < (cancelling ? BACK : CANCELLED) * one) {
            // Stays with one channel: another may be its mirror image.
            loudest = cancelling ? loudest : most;
            cancelling = true;
        } else if (one > SILENCE * frames) {
            cancelling = false;
        }
    }

    /** A remark for the user, or null if the channels never cancelled each other out. */
    public String note(int rateHz) {
        return cancelled == 0
                ? null
                : "its channels cancel each other out for " + Faults.at(cancelled, rateHz) + " from "
                        + Faults.at(firstCancelled, rateHz)
                        + " on, and one of them was used in place of their silent mean; check how the microphone is wired";
    }
}
