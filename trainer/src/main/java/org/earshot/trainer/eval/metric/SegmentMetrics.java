package org.earshot.trainer.eval.metric;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.earshot.core.model.ConfigurationException;

/**
 * Segment-based detection measures as sed_eval 0.2.1 defines them (Mesaros, Heittola, Virtanen 2016, section 3): time
 * is cut into segments of equal length from 0 to the end of the last event of either list; a label is active in the
 * segments floor(onset / length) to ceil(offset / length) - 1. In each segment S = min(Nref, Nest) - TP, D = max(0,
 * Nref - Nest), I = max(0, Nest - Nref), counted over the labels active in it.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class SegmentMetrics {
    private final List<String> labels;
    private final double segmentSeconds;

    public SegmentMetrics(Collection<String> labels, double segmentSeconds) {
        if (!(segmentSeconds > 0)) {
            throw new ConfigurationException("the segment must be longer than 0 s, is " + segmentSeconds);
        }
        this.labels = List.copyOf(labels);
        this.segmentSeconds = segmentSeconds;
    }

    /** Counts over the files of the reference; estimates for other files are ignored. */
    public DetectionCounts count(EventList reference, EventList estimated) {
        DetectionCounts sum = new DetectionCounts(labels);
        for (String file : reference.files()) {
            sum.add(count(reference.of(file), estimated.of(file)), 1);
        }
        return sum;
    }

    /** Counts of one file. */
    public DetectionCounts count(List<EventRow> reference, List<EventRow> estimated) {
        return count(roll(reference), roll(estimated));
    }

    /**
     * Counts of one file from the active segments themselves.
     *
     * @param reference [label] set of segment numbers
     * @param estimated [label] set of segment numbers
     */
    public DetectionCounts count(BitSet[] reference, BitSet[] estimated) {
        DetectionCounts counts = new DetectionCounts(labels);
        int segments = 0;
        for (int k = 0; k < labels.size(); k++) {
            BitSet both = (BitSet) reference[k].clone();
            both.and(estimated[k]);
            counts.addLabel(k, reference[k].cardinality(), estimated[k].cardinality(), both.cardinality());
            segments = Math.max(segments, Math.max(reference[k].length(), estimated[k].length()));
        }
        for (int s = 0; s < segments; s++) {
            int ref = 0;
            int est = 0;
            int hits = 0;
            for (int k = 0; k < labels.size(); k++) {
                ref += reference[k].get(s) ? 1 : 0;
                est += estimated[k].get(s) ? 1 : 0;
                hits += reference[k].get(s) && estimated[k].get(s) ? 1 : 0;
            }
            counts.addErrors(Math.min(ref, est) - hits, Math.max(0, ref - est), Math.max(0, est - ref));
        }
        return counts;
    }

    public BitSet[] roll(List<EventRow> events) {
        BitSet[] roll = new BitSet[labels.size()];
        for (int k = 0; k < roll.length; k++) {
            roll[k] = new BitSet();
        }
        for (EventRow e : events) {
            int k = labels.indexOf(e.label());
            if (k >= 0) {
                int from = (int) Math.floor(Math.max(0, e.onsetSeconds()) / segmentSeconds);
                int to = (int) Math.ceil(Math.max(0, e.offsetSeconds()) / segmentSeconds);
                roll[k].set(from, Math.max(from, to));
            }
        }
        return roll;
    }
}
