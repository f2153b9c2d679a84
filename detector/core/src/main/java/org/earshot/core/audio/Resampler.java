package org.earshot.core.audio;

import java.util.Arrays;

/**
 * Brings a mono stream from one sample rate to another. Output n is at the time of input n * from / to; every output is
 * computed from the inputs around it alone, so how the stream was cut leaves no trace. A stream of N inputs gives
 * ceil(N * to / from) outputs; before its first and after its last sample there is silence.
 *
 * <pre>
 * 44,100 to 16,000 Hz   output 1 is at input 2.75625, output 160 at input 441; 44,100 inputs give 16,000 outputs
 * </pre>
 *
 * <p>The filter is TarsosDSP's at high quality. As fractions of the lower rate: it passes what is below 0.4 (-0.06 dB
 * there), halves 0.45, and attenuates what is above 0.5 by more than 60 dB. Equal rates pass through untouched. Any
 * two whole rates are taken.
 *
 * <p>For one thread. The state is the number of inputs and the last inputs still needed; see {@link #restore}.
 */
public final class Resampler {
    /** Inputs that are taken at once: a second of the usual rates. */
    private static final int PIECE = 1 << 16;

    private static final int MOST_OUTPUTS = 1 << 14;

    private final PolyphaseFilter filter;
    /** The last inputs that later outputs need. */
    private final float[] kept;
    /** Input index of kept[0]; negative while the silence before the stream is still in reach. */
    private long first;

    private int filled;
    private long inputs;
    private long emitted;

    /**
     * A stream at its beginning.
     *
     * @param fromHz whole samples per second
     * @param toHz likewise
     * @throws AudioException if a rate is not positive, or the two are too far apart
     */
    public Resampler(int fromHz, int toHz) {
        if (fromHz == toHz && fromHz > 0) {
            this.filter = null;
            this.kept = new float[0];
        } else {
            this.filter = PolyphaseFilter.of(fromHz, toHz);
            this.kept = new float[maxRemainder()];
            restart();
        }
    }

    /** A whole sound at another rate. @return ceil(samples * toHz / fromHz) samples */
    public static float[] whole(float[] samples, int fromHz, int toHz) {
        float[] out = new float[(int) ((long) samples.length * toHz / fromHz + 2)];
        int[] filled = {0};
        SampleSink sink = (next, offset, count) -> {
            System.arraycopy(next, offset, out, filled[0], count);
            filled[0] += count;
        };
        Resampler resampler = new Resampler(fromHz, toHz);
        resampler.push(samples, 0, samples.length, sink);
        resampler.finish(sink);
        return Arrays.copyOf(out, filled[0]);
    }

    /** Takes the next inputs and hands on the outputs that they complete, in order. */
    public void push(float[] in, int off, int len, SampleSink out) {
        if (filter == null) {
            inputs += len;
            if (len > 0) {
                out.samples(in, off, len);
            }
            return;
        }
        int at = off;
        while (at < off + len) {
            int taken = Math.min(off + len - at, PIECE);
            float[] joined = joined(taken);
            System.arraycopy(in, at, joined, filled, taken);
            inputs += taken;
            at += taken;
            emit(joined, inputs, out);
        }
    }

    /** Ends the stream: hands on the outputs that still wait for inputs, with silence in their place, and starts afresh. */
    public void finish(SampleSink out) {
        if (filter != null) {
            long end = inputs;
            long missing = filter.reach() + 1L;
            while (missing > 0) {
                int taken = (int) Math.min(missing, PIECE);
                float[] joined = joined(taken);
                inputs += taken;
                missing -= taken;
                emit(joined, end, out);
            }
        }
        restart();
    }

    /** Inputs taken so far. */
    public long inputs() {
        return inputs;
    }

    /** Outputs handed on so far. */
    public long outputs() {
        return filter == null ? inputs : emitted;
    }

    /** Inputs that an output depends on before its own position, and as many after it. */
    public int reach() {
        return filter == null ? 0 : filter.reach();
    }

    /** The most inputs that {@link #remainder} ever writes. */
    public int maxRemainder() {
        return filter == null ? 0 : 2 * filter.reach() + 2 + filter.fromHz() / filter.toHz();
    }

    /**
     * The inputs that later outputs still need.
     *
     * @param dst at least {@link #maxRemainder} long
     * @return how many were written
     */
    public int remainder(float[] dst) {
        System.arraycopy(kept, 0, dst, 0, filled);
        return filled;
    }

    /** Continues another instance of the same rates: with its {@link #inputs()} and its {@link #remainder}. */
    public void restore(long inputs, float[] remainder, int len) {
        if (inputs < 0 || len < 0 || len > maxRemainder()) {
            throw new IllegalArgumentException("no state of this resampler: " + inputs + " inputs, " + len + " kept");
        }
        this.inputs = inputs;
        if (filter == null) {
            return;
        }
        System.arraycopy(remainder, 0, kept, 0, len);
        this.filled = len;
        this.first = inputs - len;
        long complete = inputs - filter.reach();
        this.emitted = complete <= 0 ? 0 : (complete * filter.toHz() + filter.fromHz() - 1) / filter.fromHz();
    }

    private void restart() {
        inputs = 0;
        emitted = 0;
        if (filter != null) {
            filled = filter.reach();
            first = -filled;
            Arrays.fill(kept, 0, filled, 0);
        }
    }

    /** The inputs that are kept with room for more, which is zero, behind them. */
    private float[] joined(int more) {
        float[] joined = new float[filled + more];
        System.arraycopy(kept, 0, joined, 0, filled);
        return joined;
    }

    /** Passes on every output before the end whose inputs are there. */
    private void emit(float[] joined, long end, SampleSink out) {
        int p = filter.fromHz();
        int q = filter.toHz();
        // Output n is at n p / q, which must be before this input.
        long before = Math.min(inputs - filter.reach(), end);
        long until = before <= 0 ? 0 : (before * q + p - 1) / p;
        float[] outputs = new float[(int) Math.min(Math.max(0, until - emitted), MOST_OUTPUTS)];
        while (emitted < until) {
            int count = (int) Math.min(until - emitted, outputs.length);
            int position = (int) (emitted * p / q - filter.reach() - first);
            filter.outputs((int) (emitted * p % q), joined, position, outputs, count);
            out.samples(outputs, 0, count);
            emitted += count;
        }
        int unused = (int) Math.min(joined.length, emitted * p / q - filter.reach() - first);
        filled = joined.length - unused;
        System.arraycopy(joined, unused, kept, 0, filled);
        first += unused;
    }
}
