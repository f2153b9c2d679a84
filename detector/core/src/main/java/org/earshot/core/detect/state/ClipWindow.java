package org.earshot.core.detect.state;

/**
 * Which samples of a source are the clip of an event: the event, with some sound before and after it, as far as it is still
 * or already there. The event lies inside, except where its own sound is gone.
 *
 * @param first index of the first sample of the clip in its stretch, at the model's rate
 * @param end index after the last
 */
public record ClipWindow(long first, long end) {
    public ClipWindow {
        if (first < 0 || end < first) {
            throw new IllegalArgumentException("0 <= first <= end must hold: [" + first + ", " + end + ")");
        }
    }

    /**
     * The clip of an event.
     *
     * @param onset first sample of the event
     * @param offset sample after its last
     * @param preRoll samples before it, if they are there
     * @param postRoll samples after it, if they are there
     * @param kept the samples that are there
     */
    public static ClipWindow around(long onset, long offset, long preRoll, long postRoll, ClipWindow kept) {
        if (onset < 0 || offset < onset || preRoll < 0 || postRoll < 0) {
            throw new IllegalArgumentException(
                    "an event must not end before it begins: [" + onset + ", " + offset + ")");
        }
        long first = Math.max(kept.first, onset - preRoll);
        long end = Math.min(kept.end, offset + postRoll);
        return new ClipWindow(Math.min(first, kept.end), Math.max(Math.min(first, kept.end), end));
    }

    public long samples() {
        return end - first;
    }

    /** True if the whole event is in the clip. */
    public boolean holds(long onset, long offset) {
        return first <= onset && offset <= end;
    }
}
