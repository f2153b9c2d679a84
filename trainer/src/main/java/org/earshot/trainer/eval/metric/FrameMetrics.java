package org.earshot.trainer.eval.metric;

import java.util.BitSet;
import java.util.List;

/**
 * Frame-wise measures, and the frames that an event covers. With r frames a second the event is active in frames
 * floor(onset * r) up to and including floor(offset * r) (Kong et al. 2019), cut off at the end of the clip.
 *
 * <p>Clips are added one after the other; not safe for use by several threads.
 */
public final class FrameMetrics {
    private final List<String> labels;
    private final double framesPerSecond;
    private final ScoreTable table;

    public FrameMetrics(List<String> labels, double framesPerSecond) {
        this.labels = List.copyOf(labels);
        this.framesPerSecond = framesPerSecond;
        this.table = new ScoreTable(labels.size());
    }

    /**
     * Adds a clip.
     *
     * @param clip index of the clip, from 0
     * @param curves [labels][frames], 0..1
     * @param events the clip's reference events
     */
    public void add(int clip, float[][] curves, List<EventRow> events) {
        table.addFrames(clip, curves, targets(labels, events, framesPerSecond, curves[0].length));
    }

    /** The measures over all frames added so far, for any thresholds. */
    public TaggingMetrics metrics() {
        return TaggingMetrics.of(labels, table);
    }

    /** [labels] sets of active frames; events with other labels are ignored. */
    public static BitSet[] targets(List<String> labels, List<EventRow> events, double framesPerSecond, int frames) {
        BitSet[] active = new BitSet[labels.size()];
        for (int k = 0; k < active.length; k++) {
            active[k] = new BitSet(frames);
        }
        for (EventRow e : events) {
            int k = labels.indexOf(e.label());
            int from = (int) Math.max(0, Math.floor(e.onsetSeconds() * framesPerSecond));
            int to = (int) Math.min(frames, Math.floor(e.offsetSeconds() * framesPerSecond) + 1);
            if (k >= 0 && from < to) {
                active[k].set(from, to);
            }
        }
        return active;
    }
}
