package org.earshot.core.dsp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.earshot.core.model.FrontEnd;

/**
 * Turns samples into log-mel frames as they come in: L(t, m) = ln(sum over b of W(m, b) |X(t, b)| / sqrt(sum w^2) + 1e-8),
 * where X(t, .) is the spectrum of the windowed samples [t * hop, t * hop + window). There is no padding at either end, so
 * the frames do not depend on how the samples were cut (Liu et al. 2021, section 3; Kong et al. 2019).
 *
 * <pre>
 * window 1,024, hop 512 samples at 16 kHz
 * frame 0   samples [0, 1,024)     frame 1   samples [512, 1,536)     160,000 samples (10 s) give 311 frames
 * </pre>
 *
 * <p>For one thread at a time. Nothing is allocated per frame. The state is the number of frames and the samples still needed; what
 * a frame is computed in belongs to the thread, so that thousands of sources find it in the processor's caches.
 */
public final class LogMel {
    private static final double FLOOR = 1e-8;

    private final FrontEnd frontEnd;
    private final Tables tables;

    /** Samples as float32, since each is multiplied in more than one frame. */
    private final double[] window;

    private final float[] logMel;
    private int filled;
    private long frames;
    private double hopPower;
    /** That of the thread that pushed last. */
    private Work work;

    public LogMel(FrontEnd frontEnd) {
        this.frontEnd = frontEnd;
        this.tables = Tables.of(frontEnd);
        this.window = new double[frontEnd.windowSamples()];
        this.logMel = new float[frontEnd.mels()];
    }

    /** What a frame is computed in: the windowed samples, the real and imaginary parts of their spectrum, the bands. */
    private record Work(double[] windowed, double[] re, double[] im, double[] mel) {}

    /** What all sources of a front end share, and what those of one thread do. */
    private record Tables(
            MelFilterBank filters, RealFft fft, double[] scaledWeights, double[] levelWeights, ThreadLocal<Work> work) {
        private static final Map<FrontEnd, Tables> BY_FRONT_END = new ConcurrentHashMap<>();

        static Tables of(FrontEnd frontEnd) {
            return BY_FRONT_END.computeIfAbsent(frontEnd, Tables::make);
        }

        private static Tables make(FrontEnd frontEnd) {
            double[] weights = StftWindow.of(frontEnd);
            double norm = Math.sqrt(StftWindow.energy(weights));
            for (int n = 0; n < weights.length; n++) {
                weights[n] /= norm;
            }
            MelFilterBank filters = new MelFilterBank(frontEnd);
            return new Tables(
                    filters,
                    RealFft.of(weights.length),
                    weights,
                    AWeighting.binWeights(frontEnd),
                    ThreadLocal.withInitial(() -> new Work(
                            new double[weights.length],
                            new double[filters.bins()],
                            new double[filters.bins()],
                            new double[frontEnd.mels()])));
        }
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
        // Found once for all frames of these samples, not for each.
        work = tables.work.get();
        while (at < end) {
            int taken = Math.min(end - at, window.length - filled);
            put(samples, at, filled, taken);
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

    /**
     * A-weighted mean square of the samples under the window of the frame that is being handed on; to be asked for by the sink
     * that it is handed to.
     */
    public double weightedPower() {
        return weightedSquares(work.re, tables.levelWeights);
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
        for (int n = 0; n < filled; n++) {
            dst[n] = (float) window[n];
        }
        return filled;
    }

    /** Continues another instance: with its {@link #frames()} and its {@link #remainder}. */
    public void restore(long frames, float[] remainder, int len) {
        if (frames < 0 || len < 0 || len >= window.length) {
            throw new IllegalArgumentException(
                    "frames must not be negative and the remainder be shorter than one window: " + frames + ", " + len);
        }
        put(remainder, 0, 0, len);
        this.filled = len;
        this.frames = frames;
    }

    private void put(float[] samples, int from, int at, int len) {
        for (int n = 0; n < len; n++) {
            window[at + n] = samples[from + n];
        }
    }

    private void computeFrame() {
        hopPower = meanSquare(window, frontEnd.hopSamples());
        double[] mel = work.mel;
        multiply(window, tables.scaledWeights, work.windowed);
        tables.fft.forward(work.windowed, work.re, work.im);
        takeMagnitude(work.re, work.im);
        tables.filters.apply(work.re, mel);
        takeLogarithm(mel);
        // Apart from the arithmetic: on x86 a conversion waits for what its register held before.
        for (int band = 0; band < logMel.length; band++) {
            logMel[band] = (float) mel[band];
        }
    }

    private static void takeLogarithm(double[] mel) {
        for (int band = 0; band < mel.length; band++) {
            mel[band] = NaturalLog.of(mel[band] + FLOOR);
        }
    }

    private static void multiply(double[] a, double[] b, double[] product) {
        for (int n = 0; n < product.length; n++) {
            product[n] = a[n] * b[n];
        }
    }

    /** Into the real parts. */
    private static void takeMagnitude(double[] re, double[] im) {
        for (int bin = 0; bin < re.length; bin++) {
            re[bin] = Math.sqrt(re[bin] * re[bin] + im[bin] * im[bin]);
        }
    }

    /** Four sums side by side: one alone would wait for each addition before the next. */
    private static double meanSquare(double[] samples, int length) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int n = 0;
        for (; n < length - 3; n += 4) {
            a += samples[n] * samples[n];
            b += samples[n + 1] * samples[n + 1];
            c += samples[n + 2] * samples[n + 2];
            d += samples[n + 3] * samples[n + 3];
        }
        for (; n < length; n++) {
            a += samples[n] * samples[n];
        }
        return (a + b + (c + d)) / length;
    }

    private static double weightedSquares(double[] magnitudes, double[] weights) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int n = 0;
        for (; n < weights.length - 3; n += 4) {
            a += weights[n] * magnitudes[n] * magnitudes[n];
            b += weights[n + 1] * magnitudes[n + 1] * magnitudes[n + 1];
            c += weights[n + 2] * magnitudes[n + 2] * magnitudes[n + 2];
            d += weights[n + 3] * magnitudes[n + 3] * magnitudes[n + 3];
        }
        for (; n < weights.length; n++) {
            a += weights[n] * magnitudes[n] * magnitudes[n];
        }
        return a + b + (c + d);
    }
}
