package org.earshot.streams.topology;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Makes test sounds of 16-bit samples at one rate: faint noise with tones in it. */
public final class Sound {
    private final int rateHz;
    private final short[] samples;

    private Sound(int rateHz, short[] samples) {
        this.rateHz = rateHz;
        this.samples = samples;
    }

    /** Noise at -70 dBFS, the same for the same seed. */
    public static Sound noise(int rateHz, double seconds, long seed) {
        Random random = new Random(seed);
        short[] samples = new short[(int) Math.round(seconds * rateHz)];
        for (int n = 0; n < samples.length; n++) {
            samples[n] = (short) Math.round(random.nextGaussian() * 10);
        }
        return new Sound(rateHz, samples);
    }

    /** The same with a tone in it. */
    public Sound tone(double hz, double fromSeconds, double toSeconds) {
        short[] with = samples.clone();
        int to = Math.min(with.length, (int) Math.round(toSeconds * rateHz));
        for (int n = (int) Math.round(fromSeconds * rateHz); n < to; n++) {
            with[n] += (short) Math.round(12_000 * Math.sin(2 * Math.PI * hz * n / rateHz));
        }
        return new Sound(rateHz, with);
    }

    /** The same with loud noise in it. */
    public Sound burst(double fromSeconds, double toSeconds) {
        Random random = new Random(samples.length);
        short[] with = samples.clone();
        int to = Math.min(with.length, (int) Math.round(toSeconds * rateHz));
        for (int n = (int) Math.round(fromSeconds * rateHz); n < to; n++) {
            with[n] = (short) Math.max(-32_768, Math.min(32_767, Math.round(random.nextGaussian() * 6_000)));
        }
        return new Sound(rateHz, with);
    }

    public int rateHz() {
        return rateHz;
    }

    public int length() {
        return samples.length;
    }

    /** The samples [from, to) as PCM_S16LE. */
    public ByteBuffer bytes(int from, int to) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * (to - from)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples, from, to - from);
        return bytes;
    }
}
