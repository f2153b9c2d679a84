package org.earshot.core.audio;

import java.util.Arrays;

/**
 * Samples between a decoder and its reader. All leave at one rate: a part of another rate is resampled, so that the seconds
 * stay what they are. For one thread.
 */
public final class SampleQueue {
    private final int rateHz;
    private float[] samples = new float[1 << 12];
    private int from;
    private int to;
    private Resampler resampler;
    private int partRateHz;
    private long added;

    /** @param rateHz at which samples leave */
    public SampleQueue(int rateHz) {
        this.rateHz = rateHz;
        this.partRateHz = rateHz;
    }

    /**
     * Takes samples that follow the last ones.
     *
     * @throws AudioException if the rate has no simple ratio to the queue's
     */
    public void add(float[] mono, int offset, int length, int partRate) {
        if (partRate != partRateHz) {
            endPart();
            resampler = partRate == rateHz ? null : new Resampler(partRate, rateHz);
            partRateHz = partRate;
        }
        if (resampler == null) {
            append(mono, offset, length);
        } else {
            resampler.push(mono, offset, length, this::append);
        }
    }

    /** Hands on what still waits for samples of its part; at the end, or before a part begins. */
    public void endPart() {
        if (resampler != null) {
            resampler.finish(this::append);
        }
    }

    /** @return how many were taken, 0 if there are none */
    public int take(float[] mono, int offset, int length) {
        int taken = Math.min(length, to - from);
        System.arraycopy(samples, from, mono, offset, taken);
        from += taken;
        return taken;
    }

    public boolean isEmpty() {
        return from == to;
    }

    /** Samples that came out of the queue or wait in it. */
    public long added() {
        return added;
    }

    private void append(float[] mono, int offset, int length) {
        if (from == to) {
            from = 0;
            to = 0;
        }
        if (to + length > samples.length) {
            System.arraycopy(samples, from, samples, 0, to - from);
            to -= from;
            from = 0;
            if (to + length > samples.length) {
                samples = Arrays.copyOf(samples, Math.max(2 * samples.length, to + length));
            }
        }
        System.arraycopy(mono, offset, samples, to, length);
        to += length;
        added += length;
    }
}
