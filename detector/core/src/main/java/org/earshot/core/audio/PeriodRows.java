package org.earshot.core.audio;

import java.util.Arrays;

/**
 * Computes many outputs of a resampling filter at once, in a form that a just-in-time compiler turns into vector
 * instructions. At a ratio of p / q in lowest terms, outputs q apart have the same weights and inputs p apart. So the
 * inputs are laid out in rows, one for each place within a period, and each weight is multiplied with a whole row:
 *
 * <pre>
 * p = 3, q = 1, periods b = 0, 1, 2, ...        output(b) = w0 row0(b) + w1 row1(b) + w2 row2(b) + w3 row3(b) + ...
 * row 0:  x0  x3  x6  ...
 * row 1:  x1  x4  x7  ...
 * row 2:  x2  x5  x8  ...
 * row 3:  x3  x6  x9  ...   = row 0 from its second place on
 * </pre>
 *
 * <p>Each row is an array of its own: compilers do not vectorise loops that read at two places of one array and write to another.
 * For one thread.
 */
final class PeriodRows {
    /** Fewer periods are not worth the rows. */
    static final int WORTH_IT = 64;
    /** More at once would not stay in the processor's caches. */
    static final int MOST = 512;

    /** How many of the periods to take at once: all of them, or equal parts. */
    static int batch(int periods) {
        int parts = (periods + MOST - 1) / MOST;
        return (periods + parts - 1) / parts;
    }

    private final int q;
    private final int periods;
    private final float[][] rows;
    private final float[] sums;

    /**
     * Lays out the inputs.
     *
     * @param p inputs of a period
     * @param q outputs of a period
     * @param inputs those of the periods, from {@code first} on
     * @param needed inputs that the outputs of one period need, from the period's first on
     */
    PeriodRows(int p, int q, int periods, float[] inputs, int first, int needed) {
        this.q = q;
        this.periods = periods;
        this.rows = new float[needed][periods];
        this.sums = new float[periods];
        for (int o = 0; o < rows.length; o++) {
            float[] row = rows[o];
            if (o < p) {
                for (int b = 0, at = first + o; b < periods; b++, at += p) {
                    row[b] = inputs[at];
                }
            } else {
                System.arraycopy(rows[o - p], 1, row, 0, periods - 1);
                row[periods - 1] = inputs[first + o + p * (periods - 1)];
            }
        }
    }

    /**
     * Output n of each period.
     *
     * @param begin its first input, counted from the period's first
     * @param weights from {@code at} on, as many as the filter is wide: a multiple of 4
     * @param outputs gets the value for period b at {@code n + q b}
     */
    void output(int n, int begin, float[] weights, int at, int width, float[] outputs) {
        Arrays.fill(sums, 0);
        for (int i = 0; i < width; i += 4) {
            add(
                    sums,
                    rows[begin + i],
                    rows[begin + i + 1],
                    rows[begin + i + 2],
                    rows[begin + i + 3],
                    weights[at + i],
                    weights[at + i + 1],
                    weights[at + i + 2],
                    weights[at + i + 3]);
        }
        for (int b = 0, to = n; b < periods; b++, to += q) {
            outputs[to] = sums[b];
        }
    }

    /** The same sum as {@link PolyphaseFilter} makes for a single output, in the same order. */
    private static void add(
            float[] sums, float[] a, float[] b, float[] c, float[] d, float wa, float wb, float wc, float wd) {
        for (int n = 0; n < sums.length; n++) {
            sums[n] += wa * a[n] + wb * b[n] + (wc * c[n] + wd * d[n]);
        }
    }
}
