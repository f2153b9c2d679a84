package org.earshot.detector.dsp;

import org.earshot.detector.model.FrontEnd;

/**
 * Turns samples into log-mel frames as they come in: L(t, m) = ln(sum over b of W(m, b) |X(t, b)| / sqrt(sum w^2) + 1e-8),
 * where X(t, .) is the spectrum of the windowed samples [t * hop, t * hop + window). There is no padding at either end, so
 * the frames do not depend on how the samples were cut (Liu et al. 2021, section 3; Kong et al. 2019).
 *
 * <p>For one thread. Nothing is allocated per frame. The state is the number of frames and the samples still needed.
 */
public final class LogMel {
    private static final double FLOOR = 1e-8;

    private final FrontEnd frontEnd;
    private final MelFilterBank filters;
    private final RealFft fft;
    private final double[] scaledTaper;
    private final float[] window;
    private final double[] tapered;
    private final double[] re;
    private final double[] im;
    private final double[] magnitude;
    private final float[] logMel;
    private int filled;
    private long frames;
    private double hopPower;

    public LogMel(FrontEnd frontEnd) {
        int samples = frontEnd.windowSamples();
        this.frontEnd = frontEnd;
        this.filters = new MelFilterBank(frontEnd);
        this.fft = new RealFft(samples);
        this.scaledTaper = scaled(Taper.of(frontEnd));
        this.window = new float[samples];
        this.tapered = new double[samples];
        this.re = new double[filters.bins()];
        this.im = new double[filters.bins()];
        this.magnitude = new double[filters.bins()];
        this.logMel = new float[filters.bands()];
    }

    /** All frames of a sound. @return [frames][mels] row-major; empty where not one window fits */
    public static float[] of(FrontEnd frontEnd, float[] samples) {
        float[] all = new float[frontEnd.framesIn(samples.length) * frontEnd.mels()];
        int[] at = {0};
        new LogMel(frontEnd).push(samples, 0, samples.length, frame -> {
            System.arraycopy(frame, 0, all, at[0], frame.length);
            at[0] += frame.length;
        });
        return all;
    }

    /**
     * Takes the next samples and hands on the frames that they complete, in order.
     *
     * @param samples mono, at the front end's rate, full scale 1
     */
    public void push(float[] samples, int off, int len, FrameSink sink) {
        int at = off;
        int end = off + len;
        while (at < end) {
            int taken = Math.min(end - at, window.length - filled);
            System.arraycopy(samples, at, window, filled, taken);
            filled += taken;
            at += taken;
            if (filled == window.length) {
                computeFrame();
                filled = window.length - frontEnd.hopSamples();
                System.arraycopy(window, frontEnd.hopSamples(), window, 0, filled);
                frames++;
                sink.frame(logMel);
            }
        }
    }

    /** Mean square of the samples that the frame handed on last has before the next: [t * hop, (t + 1) * hop) for frame t. */
    public double hopPower() {
        return hopPower;
    }

    /** Frames handed on so far. */
    public long frames() {
        return frames;
    }

    /**
     * The samples that later frames still need.
     *
     * @param dst at least windowSamples - 1 long
     * @return how many were written, less than windowSamples
     */
    public int remainder(float[] dst) {
        System.arraycopy(window, 0, dst, 0, filled);
        return filled;
    }

    /** Goes on where another instance stood: with its {@link #frames()} and its {@link #remainder}. */
    public void restore(long frames, float[] remainder, int len) {
        if (frames < 0 || len < 0 || len >= window.length) {
            throw new IllegalArgumentException(
                    "frames must not be negative and the remainder be shorter than one window: " + frames + ", " + len);
        }
        System.arraycopy(remainder, 0, window, 0, len);
        this.filled = len;
        this.frames = frames;
    }

    private void computeFrame() {
        hopPower = meanSquare(window, frontEnd.hopSamples());
        for (int n = 0; n < window.length; n++) {
            tapered[n] = window[n] * scaledTaper[n];
        }
        fft.forward(tapered, re, im);
        for (int bin = 0; bin < magnitude.length; bin++) {
            magnitude[bin] = Math.sqrt(re[bin] * re[bin] + im[bin] * im[bin]);
        }
        filters.apply(magnitude, logMel);
        for (int band = 0; band < logMel.length; band++) {
            logMel[band] = (float) Math.log(logMel[band] + FLOOR);
        }
    }

    /** Four sums side by side: one alone would wait for each addition before the next. */
    private static double meanSquare(float[] samples, int length) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int n = 0;
        for (; n < length - 3; n += 4) {
            a += (double) samples[n] * samples[n];
            b += (double) samples[n + 1] * samples[n + 1];
            c += (double) samples[n + 2] * samples[n + 2];
            d += (double) samples[n + 3] * samples[n + 3];
        }
        for (; n < length; n++) {
            a += (double) samples[n] * samples[n];
        }
        return (a + b + (c + d)) / length;
    }

    private static double[] scaled(double[] taper) {
        double norm = Math.sqrt(Taper.energy(taper));
        double[] scaled = new double[taper.length];
        for (int n = 0; n < taper.length; n++) {
            scaled[n] = taper[n] / norm;
        }
        return scaled;
    }
}
