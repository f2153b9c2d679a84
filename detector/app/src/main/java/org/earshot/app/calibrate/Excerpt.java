package org.earshot.app.calibrate;

import java.util.Arrays;

/**
 * The sound of an event with a second before and after it, of a long one its first ten seconds, put together from pieces in any
 * order. What never came is silence. For one thread.
 */
final class Excerpt {
    private static final int AROUND_SECONDS = 1;
    private static final int LONGEST_SECONDS = 12;

    private final PlaceEvent event;
    private final long from;
    private final float[] samples;
    private long reached;

    Excerpt(PlaceEvent event) {
        this.event = event;
        this.from = Math.max(0, event.onsetSample() - (long) AROUND_SECONDS * event.rateHz());
        long to = Math.min(
                event.offsetSample() + (long) AROUND_SECONDS * event.rateHz(),
                from + (long) LONGEST_SECONDS * event.rateHz());
        this.samples = new float[(int) (to - from)];
    }

    PlaceEvent event() {
        return event;
    }

    /** Takes what it needs of a piece. @param first index of the piece's first sample */
    void add(long first, float[] mono, int length) {
        long begin = Math.max(from, first);
        long end = Math.min(from + samples.length, first + length);
        if (begin < end) {
            System.arraycopy(mono, (int) (begin - first), samples, (int) (begin - from), (int) (end - begin));
            reached = Math.max(reached, end - from);
        }
    }

    /** Up to the last sample that came. */
    float[] samples() {
        return Arrays.copyOf(samples, (int) reached);
    }
}
