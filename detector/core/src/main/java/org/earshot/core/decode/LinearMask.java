package org.earshot.core.decode;

/**
 * Turns a mask over mel bands into one over the bins of a spectrum: with filters W(m, b), a bin gets sum over m of M(m) W(m, b)
 * / (sum over m of W(m, b) + 1e-8). A bin under several filters gets a mean of their values, so a mask in 0..1 stays there; a
 * bin under none gets 0 (Kong et al. 2019).
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class LinearMask {
    private static final float FLOOR = 1e-8f;

    /** The filters W of a front end. */
    @FunctionalInterface
    public interface Filters {
        float weight(int band, int bin);
    }

    private final int bands;
    private final int bins;
    private final float[] inverse;

    public LinearMask(int bands, int bins, Filters filters) {
        this.bands = bands;
        this.bins = bins;
        this.inverse = new float[bands * bins];
        for (int bin = 0; bin < bins; bin++) {
            float sum = FLOOR;
            for (int band = 0; band < bands; band++) {
                sum += filters.weight(band, bin);
            }
            for (int band = 0; band < bands; band++) {
                inverse[band * bins + bin] = filters.weight(band, bin) / sum;
            }
        }
    }

    /**
     * @param melMask [frames][bands] row-major from {@code offset} on, 0..1
     * @return [frames][bins] row-major, 0..1
     */
    public float[] of(float[] melMask, int offset, int frames) {
        float[] linear = new float[frames * bins];
        for (int t = 0; t < frames; t++) {
            for (int band = 0; band < bands; band++) {
                float mask = melMask[offset + t * bands + band];
                for (int bin = 0; bin < bins; bin++) {
                    linear[t * bins + bin] += mask * inverse[band * bins + bin];
                }
            }
        }
        return linear;
    }
}
