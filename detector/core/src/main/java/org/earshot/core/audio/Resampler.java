package org.earshot.core.audio;

import java.util.Arrays;

/**
 * Brings a mono stream from one sample rate to another. Output n stands at the time of input n * from / to; every output is
 * computed from the inputs around it alone, so how the stream was cut leaves no trace. A stream of N inputs gives ceil(N *
 * to / from) outputs; before its first and after its last sample there is silence.
 *
 * <p>The filter is TarsosDSP's at high quality. Of the lower rate it passes what lies below 0.4 (-0.06 dB there), halves 0.45,
 * and stops what lies above 0.5 by more than 60 dB. Equal rates pass through untouched. Any two whole rates are taken.
 *
 * <p>For one thread. The state is the number of inputs and the last inputs still needed; see {@link #restore}.
 */
public final class Resampler {
    private static final int PIECE = 2048;

    private final PolyphaseFilter filter;
    private final float[] buffer;
    private final float[] outputs;
    /** Input index of buffer[0]; negative while the silence before the stream is still in reach. */
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
            this.buffer = new float[0];
            this.outputs = new float[0];
        } else {
            this.filter = PolyphaseFilter.of(fromHz, toHz);
            this.buffer = new float[maxRemainder() + PIECE];
            this.outputs = new float[PIECE];
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
            System.arraycopy(in, at, buffer, filled, taken);
            filled += taken;
            inputs += taken;
            at += taken;
            emit(inputs, out);
        }
    }

    /** Ends the stream: hands on the outputs that still wait for inputs, with silence in their place, and starts afresh. */
    public void finish(SampleSink out) {
        if (filter != null) {
            long end = inputs;
            long missing = filter.reach() + 1L;
            while (missing > 0) {
                int taken = (int) Math.min(missing, PIECE);
                Arrays.fill(buffer, filled, filled + taken, 0);
                filled += taken;
                inputs += taken;
                missing -= taken;
                emit(end, out);
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
        System.arraycopy(buffer, 0, dst, 0, filled);
        return filled;
    }

    /** Goes on where another instance of the same rates stood: with its {@link #inputs()} and its {@link #remainder}. */
    public void restore(long inputs, float[] remainder, int len) {
        if (inputs < 0 || len < 0 || len > maxRemainder()) {
            throw new IllegalArgumentException("no state of this resampler: " + inputs + " inputs, " + len + " kept");
        }
        this.inputs = inputs;
        if (filter == null) {
            return;
        }
        System.arraycopy(remainder, 0, buffer, 0, len);
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
            Arrays.fill(buffer, 0, filled, 0);
        }
    }

    /** Hands on every output that stands before the end and whose inputs are there. */
    private void emit(long end, SampleSink out) {
        int p = filter.fromHz();
        int q = filter.toHz();
        int ready = 0;
        long position = emitted * p / q;
        while (position + filter.reach() < inputs && position < end) {
            outputs[ready++] =
                    filter.output((int) (emitted * p % q), buffer, (int) (position - filter.reach() - first));
            if (ready == outputs.length) {
                out.samples(outputs, 0, ready);
                ready = 0;
            }
            emitted++;
            position = emitted * p / q;
        }
        if (ready > 0) {
            out.samples(outputs, 0, ready);
        }
        int unused = (int) Math.min(filled, position - filter.reach() - first);
        System.arraycopy(buffer, unused, buffer, 0, filled - unused);
        filled -= unused;
        first += unused;
    }
}
