package org.earshot.trainer.data.sound;

/**
 * The losses of a transform codec at a low rate: a modified discrete cosine transform of 512 samples (Princen and
 * Bradley 1986) whose coefficients are quantised to a given signal-to-noise ratio in each band, and dropped in bands
 * far below the loudest one or above the codec's bandwidth. No bits are written. For one thread at a time.
 */
final class TransformCodec {
    private static final int LINES = 256;
    private static final int BANDS = 18;
    private static final double INAUDIBLE_DB = -50;
    private static final float[][] BASIS = basis();

    private final double noiseShare;
    private final double topHz;

    /**
     * @param signalToNoiseDb in each band
     * @param topHz bandwidth; nothing is sent above it
     */
    TransformCodec(double signalToNoiseDb, double topHz) {
        this.noiseShare = Math.pow(10, -signalToNoiseDb / 20);
        this.topHz = topHz;
    }

    private static float[][] basis() {
        float[][] basis = new float[LINES][2 * LINES];
        double norm = Math.sqrt(2.0 / LINES);
        for (int k = 0; k < LINES; k++) {
            for (int n = 0; n < 2 * LINES; n++) {
                double window = Math.sin(Math.PI * (n + 0.5) / (2 * LINES));
                double phase = Math.PI / LINES * (n + 0.5 + LINES / 2.0) * (k + 0.5);
                basis[k][n] = (float) (norm * window * Math.cos(phase));
            }
        }
        return basis;
    }

    void apply(float[] x, int rateHz) {
        int sent = Math.min(LINES, (int) (topHz / (rateHz / 2.0) * LINES));
        float[] out = new float[x.length];
        float[] block = new float[2 * LINES];
        float[] lines = new float[LINES];
        for (int start = -LINES; start < x.length; start += LINES) {
            for (int n = 0; n < block.length; n++) {
                int at = start + n;
                block[n] = at >= 0 && at < x.length ? x[at] : 0;
            }
            for (int k = 0; k < sent; k++) {
                lines[k] = dot(BASIS[k], block);
            }
            quantise(lines, sent);
            java.util.Arrays.fill(block, 0);
            for (int k = 0; k < sent; k++) {
                if (lines[k] != 0) {
                    addTimes(lines[k], BASIS[k], block);
                }
            }
            for (int n = Math.max(0, -start); n < block.length && start + n < x.length; n++) {
                out[start + n] += block[n];
            }
        }
        System.arraycopy(out, 0, x, 0, x.length);
    }

    private void quantise(float[] lines, int sent) {
        double[] level = new double[BANDS];
        double loudest = 0;
        for (int band = 0; band < BANDS; band++) {
            int from = edge(band, sent);
            int to = edge(band + 1, sent);
            for (int k = from; k < to; k++) {
                level[band] += lines[k] * lines[k];
            }
            level[band] = Math.sqrt(level[band] / Math.max(1, to - from));
            loudest = Math.max(loudest, level[band]);
        }
        double least = loudest * Math.pow(10, INAUDIBLE_DB / 20);
        for (int band = 0; band < BANDS; band++) {
            // The error of a uniform quantiser has a root mean square of step / sqrt(12).
            float step = (float) (level[band] * noiseShare * Math.sqrt(12));
            boolean kept = level[band] > least && step > 0;
            for (int k = edge(band, sent); k < edge(band + 1, sent); k++) {
                lines[k] = kept ? step * Math.round(lines[k] / step) : 0;
            }
        }
    }

    /** Bands become wider with frequency, as in hearing. */
    private static int edge(int band, int sent) {
        return (int) Math.round(sent * Math.pow((double) band / BANDS, 1.7));
    }

    /** Four independent sums, which a processor can add in parallel. */
    private static float dot(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        for (int n = 0; n < a.length; n += 4) {
            s0 += a[n] * b[n];
            s1 += a[n + 1] * b[n + 1];
            s2 += a[n + 2] * b[n + 2];
            s3 += a[n + 3] * b[n + 3];
        }
        return s0 + s1 + s2 + s3;
    }

    private static void addTimes(float factor, float[] a, float[] to) {
        for (int n = 0; n < to.length; n++) {
            to[n] += factor * a[n];
        }
    }
}
