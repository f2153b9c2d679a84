package org.earshot.detector.evidence;

/**
 * The last seconds of a source, by sample index: what pre-roll is taken from. Older samples go when newer come. For one thread;
 * memory is fixed from the start.
 */
public final class RecentSound {
    private final float[] ring;
    private long end;
    private long begun;

    /** @param capacitySamples how much is kept */
    public RecentSound(int capacitySamples) {
        this.ring = new float[capacitySamples];
    }

    /** Takes the samples that follow those before. */
    public void add(float[] mono, int offset, int length) {
        int from = Math.max(0, length - ring.length);
        for (int n = from; n < length; ) {
            int at = (int) ((end + n) % ring.length);
            int run = Math.min(length - n, ring.length - at);
            System.arraycopy(mono, offset + n, ring, at, run);
            n += run;
        }
        end += length;
    }

    /** Forgets everything and goes on at a sample index: a new epoch, or a gap. */
    public void restartAt(long sample) {
        end = sample;
        begun = sample;
    }

    /** The samples that are there. */
    public EvidenceWindow kept() {
        return new EvidenceWindow(Math.max(begun, end - ring.length), end);
    }

    /**
     * A copy of samples that are there.
     *
     * @throws IllegalArgumentException if some are not
     */
    public float[] copy(EvidenceWindow window) {
        EvidenceWindow kept = kept();
        if (window.first() < kept.first() || window.end() > kept.end()) {
            throw new IllegalArgumentException("samples " + window + " are asked for, there are " + kept);
        }
        float[] copy = new float[(int) window.samples()];
        for (int n = 0; n < copy.length; ) {
            int at = (int) ((window.first() + n) % ring.length);
            int run = Math.min(copy.length - n, ring.length - at);
            System.arraycopy(ring, at, copy, n, run);
            n += run;
        }
        return copy;
    }
}
