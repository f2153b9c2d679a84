package org.earshot.core.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Measures how loud and how sound a source is. dBFS means relative to full scale 1: a full-scale sine has -3.01 dBFS, a
 * full-scale square wave 0. Nothing is below {@link #SILENCE_DBFS}. For one thread.
 */
public final class LevelMeter {
    /** Level reported for digital silence, dBFS. */
    public static final double SILENCE_DBFS = -120;

    /** From here on a sample counts as clipped: one step of 16 bits below full scale. */
    private static final float CLIPPED = 32766f / 32768;
    /** Up to here a sample counts as silent: the lowest bit of 16. */
    private static final float SILENT = 1f / 32768;

    private long samples;
    private long clipped;
    private long silent;
    private double sum;
    private double squares;
    private float peak;

    public void add(float[] mono, int offset, int length) {
        // Two sums side by side: one alone would wait for each addition before the next.
        double otherSum = 0;
        double otherSquares = 0;
        int end = offset + length;
        int n = offset;
        for (; n < end - 1; n += 2) {
            float value = mono[n];
            float other = mono[n + 1];
            sum += value;
            squares += (double) value * value;
            otherSum += other;
            otherSquares += (double) other * other;
            rate(Math.abs(value));
            rate(Math.abs(other));
        }
        if (n < end) {
            sum += mono[n];
            squares += (double) mono[n] * mono[n];
            rate(Math.abs(mono[n]));
        }
        sum += otherSum;
        squares += otherSquares;
        samples += length;
    }

    private void rate(float size) {
        // Not Math.max, whose care for NaN and -0 takes longer than all the rest.
        if (size > peak) {
            peak = size;
        }
        clipped += size >= CLIPPED ? 1 : 0;
        silent += size <= SILENT ? 1 : 0;
    }

    /** Samples measured since the last {@link #reset}. */
    public long samples() {
        return samples;
    }

    /** Root mean square, dBFS. */
    public double levelDbfs() {
        return samples == 0 ? SILENCE_DBFS : Math.max(SILENCE_DBFS, 10 * Math.log10(squares / samples));
    }

    /** The largest sample, dBFS. */
    public double peakDbfs() {
        return Math.max(SILENCE_DBFS, 20 * Math.log10(peak));
    }

    /** Share of samples at full scale, 0..1. */
    public double clippedShare() {
        return share(clipped);
    }

    /** Share of samples that are digital silence or its lowest bit, 0..1. */
    public double silentShare() {
        return share(silent);
    }

    /** The mean of the samples: what a bad microphone input adds to every one of them. */
    public double offset() {
        return samples == 0 ? 0 : sum / samples;
    }

    public void reset() {
        samples = 0;
        clipped = 0;
        silent = 0;
        sum = 0;
        squares = 0;
        peak = 0;
    }

    public void write(DataOutput to) throws IOException {
        to.writeLong(samples);
        to.writeLong(clipped);
        to.writeLong(silent);
        to.writeDouble(sum);
        to.writeDouble(squares);
        to.writeFloat(peak);
    }

    /** Takes over what {@link #write} wrote. */
    public void read(DataInput from) throws IOException {
        samples = from.readLong();
        clipped = from.readLong();
        silent = from.readLong();
        sum = from.readDouble();
        squares = from.readDouble();
        peak = from.readFloat();
    }

    private double share(long count) {
        return samples == 0 ? 0 : (double) count / samples;
    }
}
