package org.earshot.core.audio;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * TarsosDSP's high-quality resampling filter (Smith's band-limited interpolation) as a table. Output n is at the input
 * position x = n * from / to and is a weighted sum of the inputs around floor(x); the weights depend on the fraction of
 * x alone. The table holds the response of TarsosDSP's resampler to an impulse at a number of such fractions, so any
 * output can be had by itself, wherever a stream was cut.
 *
 * <p>For the usual rates, with from / to = p / q in lowest terms, the table has one row for each of the q
 * fractions there are. For all other ratios, such as 44,101 to 16,000, it has rows for evenly spaced fractions, and the weights
 * between two rows are interpolated: the filter passes less than half the lower rate, so with {@value #FRACTIONS} rows per
 * sample of the lower rate the error stays below (pi / {@value #FRACTIONS})^2 / 8, -82 dB. The table is then one of a near
 * ratio, which moves the edge of the filter by less than half a percent, and shared by all ratios near it.
 *
 * <p>Immutable. Tables are shared by all streams; there are a few hundred at most, whatever rates are asked for.
 */
final class PolyphaseFilter {
    /** Terms of a ratio up to which each fraction has a row of its own. */
    private static final int EXACT_TERMS = 640;

    private static final int FRACTIONS = 128;
    private static final int MAX_SHARED = 512;
    private static final int MAX_RATIO = 64;

    /** Inputs of a period of {@link PeriodRows}, about: a few more periods are taken as one where they are short. */
    private static final int ROW_INPUTS = 24;

    /** Room between probing impulses beyond the reach of the filter. */
    private static final int CLEARANCE = 8;

    private static final Map<Long, Table> SHARED = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Table> eldest) {
            return size() > MAX_SHARED;
        }
    };

    private final int from;
    private final int to;
    private final boolean exact;
    private final Table table;

    private PolyphaseFilter(int from, int to, boolean exact, Table table) {
        this.from = from;
        this.to = to;
        this.exact = exact;
        this.table = table;
    }

    /** @throws AudioException if a rate is not positive or one is more than {@value #MAX_RATIO} times the other */
    static PolyphaseFilter of(int fromHz, int toHz) {
        if (fromHz < 1 || toHz < 1) {
            throw new AudioException("a sample rate must be positive: " + fromHz + " Hz to " + toHz + " Hz");
        }
        if ((long) fromHz > (long) MAX_RATIO * toHz || (long) toHz > (long) MAX_RATIO * fromHz) {
            throw new AudioException("sound at " + fromHz + " Hz cannot be brought to " + toHz
                    + " Hz: the rates are more than a factor of " + MAX_RATIO + " apart");
        }
        int divisor = gcd(fromHz, toHz);
        int from = fromHz / divisor;
        int to = toHz / divisor;
        if (isUsual(fromHz) && isUsual(toHz) && from <= EXACT_TERMS && to <= EXACT_TERMS) {
            return new PolyphaseFilter(from, to, true, table(from, to));
        }
        double ratio = (double) fromHz / toHz;
        int rows = (int) Math.ceil(FRACTIONS / Math.max(1, ratio));
        int p = (int) Math.max(1, Math.round(ratio * rows));
        while (gcd(p, rows) != 1) {
            p++;
        }
        return new PolyphaseFilter(from, to, false, table(p, rows));
    }

    /** Whole kilohertz and the family of the compact disc. Few enough that strangers cannot make many tables of them. */
    private static boolean isUsual(int hz) {
        return hz % 1_000 == 0 || hz % 11_025 == 0;
    }

    private static Table table(int p, int q) {
        long key = (long) p << 32 | q;
        Table table;
        synchronized (SHARED) {
            table = SHARED.get(key);
        }
        if (table == null) {
            // Outside of the lock: who needs another ratio does not wait.
            table = new Table(p, q);
            synchronized (SHARED) {
                SHARED.putIfAbsent(key, table);
            }
        }
        return table;
    }

    /** Source rate, up to a common divisor. */
    int fromHz() {
        return from;
    }

    /** Target rate, up to the same divisor. */
    int toHz() {
        return to;
    }

    /** Inputs that an output needs before its own position, and as many after it. */
    int reach() {
        return table.left + 2;
    }

    /**
     * Outputs that follow each other. How many are asked for at once changes none of them.
     *
     * @param phase n * from mod to of the first output n: the fraction of its position, in units of 1 / to
     * @param inputs holds those that the outputs need, {@link #reach} to each side of their positions
     * @param first index of the first output's first input, floor(position) - reach
     * @param outputs gets {@code count} values from 0 on
     */
    void outputs(int phase, float[] inputs, int first, float[] outputs, int count) {
        int repeats = Math.max(1, ROW_INPUTS / from);
        int p = repeats * from;
        int q = repeats * to;
        int done = 0;
        while (exact && (count - done) / q >= PeriodRows.WORTH_IT) {
            // The first periods begin at any phase: what repeats after q outputs repeats from wherever one begins.
            int periods = PeriodRows.batch((count - done) / q);
            long begin = (long) phase + (long) done * from;
            int base = first + 2 + (int) (begin / to);
            int needed = (int) ((begin % to + (q - 1L) * from) / to) + table.stride;
            PeriodRows rows = new PeriodRows(p, q, periods, inputs, base, needed);
            for (int n = 0; n < q; n++) {
                long position = begin % to + (long) n * from;
                rows.output(
                        done + n,
                        (int) (position / to),
                        table.weights,
                        (int) (position % to) * table.stride,
                        table.stride,
                        outputs);
            }
            done += q * periods;
        }
        long rest = (long) phase + (long) done * from;
        int row = (int) (rest % to);
        int at = first + 2 + (int) (rest / to);
        for (int n = done; n < count; n++) {
            outputs[n] = exact ? table.one(row, inputs, at) : between(row, inputs, at);
            at += from / to;
            row += from % to;
            if (row >= to) {
                row -= to;
                at++;
            }
        }
    }

    private float between(int phase, float[] inputs, int at) {
        double row = (double) phase * table.q / to;
        int below = (int) row;
        float share = (float) (row - below);
        float a = table.one(below, inputs, at);
        float b = below + 1 < table.q
                ? table.one(below + 1, inputs, at)
                // The fraction 1 is the fraction 0 of the next input.
                : table.one(0, inputs, at + 1);
        return a + (b - a) * share;
    }

    private static int gcd(int a, int b) {
        return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).intValue();
    }

    /** Weights for the fractions 0, 1/q, ... (q - 1)/q, measured at the ratio p / q. */
    private static final class Table {
        private final int p;
        private final int q;
        /** Inputs before an output's position that it needs, and as many after it; with it they are one less than the stride. */
        private final int left;
        /** Weights of a row: a multiple of four, the last of them 0. */
        private final int stride;

        private final float[] weights;

        Table(int p, int q) {
            this.p = p;
            this.q = q;
            double factor = (double) q / p;
            var probe = new be.tarsos.dsp.resample.Resampler(true, factor, factor);
            int reach = probe.getFilterWidth();
            int width = 2 * reach + 1;
            int spacing = width + CLEARANCE;
            while (gcd(spacing, p) != 1) {
                spacing++;
            }
            float[] measured = measure(probe, factor, spacing, reach);
            this.left = heard(measured, width) | 1;
            this.stride = 2 * left + 2;
            this.weights = new float[q * stride];
            for (int row = 0; row < q; row++) {
                for (int tap = Math.max(-left, -reach); tap <= Math.min(left, reach); tap++) {
                    weights[row * stride + left + tap] = measured[row * width + reach + tap];
                }
            }
        }

        /** TarsosDSP's filter ends in zeros. @return taps before and after the middle beyond which all rows have nothing else */
        private static int heard(float[] rows, int width) {
            int furthest = 0;
            for (int i = 0; i < rows.length; i++) {
                if (rows[i] != 0) {
                    furthest = Math.max(furthest, Math.abs(i % width - width / 2));
                }
            }
            return furthest;
        }

        /** As {@link PeriodRows} adds them. */
        float one(int row, float[] inputs, int first) {
            int at = row * stride;
            float sum = 0;
            for (int i = 0; i < stride; i += 4) {
                sum += weights[at + i] * inputs[first + i]
                        + weights[at + i + 1] * inputs[first + i + 1]
                        + (weights[at + i + 2] * inputs[first + i + 2] + weights[at + i + 3] * inputs[first + i + 3]);
            }
            return sum;
        }

        /** Impulses at every residue modulo p, so far apart that no output sees two. */
        private float[] measure(be.tarsos.dsp.resample.Resampler probe, double factor, int spacing, int reach) {
            int width = 2 * reach + 1;
            float[] rows = new float[q * width];
            float[] impulses = new float[(p + 2) * spacing];
            for (int j = 1; j <= p; j++) {
                impulses[j * spacing] = 1;
            }
            float[] responses = new float[(int) (impulses.length * factor) + 16];
            int outputs = probe.process(factor, impulses, 0, impulses.length, true, responses, 0, responses.length)
                    .outputSamplesGenerated;
            for (int n = 0; n < outputs; n++) {
                int position = (int) ((long) n * p / q);
                int phase = (int) ((long) n * p % q);
                int j = (position + spacing / 2) / spacing;
                int tap = j * spacing - position + reach;
                if (j >= 1 && j <= p && tap >= 0 && tap < width) {
                    rows[phase * width + tap] = responses[n];
                }
            }
            return rows;
        }
    }
}
