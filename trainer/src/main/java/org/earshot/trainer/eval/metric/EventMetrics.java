package org.earshot.trainer.eval.metric;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Event-based detection measures as sed_eval 0.2.1 defines them (Mesaros, Heittola, Virtanen, "Metrics for polyphonic
 * sound event detection", Applied Sciences 2016): per file, estimated and reference events of one label are paired by a
 * maximum matching within the tolerance; what is left over are false alarms and misses. Over all labels, a left-over
 * pair whose times agree is one substitution instead of an insertion and a deletion.
 *
 * <p>An example with a tolerance of 200 ms:
 *
 * <pre>
 * reference   dog 1.0-2.0 s                    cat 4.0-5.0 s
 * estimated   dog 1.1-2.1 s   dog 3.0-3.5 s    dog 4.1-5.0 s
 *
 * dog         1 hit, 2 false alarms: precision 1/3, recall 1, F1 0.5
 * cat         1 miss
 * all labels  1 hit, 1 insertion (3.0 s), 1 substitution (dog for cat): error rate (1 + 1) / 2 = 1.0
 * </pre>
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class EventMetrics {
    private final List<String> labels;
    private final EventTolerance tolerance;

    /** @param labels the labels to report; other events are ignored */
    public EventMetrics(Collection<String> labels, EventTolerance tolerance) {
        this.labels = List.copyOf(labels);
        this.tolerance = tolerance;
    }

    /** The labels of both lists together, alphabetically. */
    public static Collection<String> labelsOf(EventList reference, EventList estimated) {
        TreeSet<String> labels = new TreeSet<>(reference.labels());
        labels.addAll(estimated.labels());
        return labels;
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
        List<EventRow> ref = known(reference);
        List<EventRow> est = known(estimated);
        int[] partner = match(ref, est);
        DetectionCounts counts = new DetectionCounts(labels);
        boolean[] used = new boolean[est.size()];
        int hits = 0;
        for (int r = 0; r < ref.size(); r++) {
            boolean hit = partner[r] >= 0;
            counts.addLabel(labels.indexOf(ref.get(r).label()), 1, 0, hit ? 1 : 0);
            if (hit) {
                used[partner[r]] = true;
                hits++;
            }
        }
        for (EventRow e : est) {
            counts.addLabel(labels.indexOf(e.label()), 0, 1, 0);
        }
        int substitutions = substitutions(ref, est, partner, used);
        counts.addErrors(substitutions, ref.size() - hits - substitutions, est.size() - hits - substitutions);
        return counts;
    }

    /** For each reference event of one file whether it is found; events with unknown labels never are. */
    public boolean[] found(List<EventRow> reference, List<EventRow> estimated) {
        List<EventRow> ref = known(reference);
        int[] partner = match(ref, known(estimated));
        boolean[] found = new boolean[reference.size()];
        int at = 0;
        for (int r = 0; r < found.length; r++) {
            found[r] = labels.contains(reference.get(r).label()) && partner[at++] >= 0;
        }
        return found;
    }

    /** The matching estimate of each reference event, or -1. Pairs always have the same label. */
    private int[] match(List<EventRow> ref, List<EventRow> est) {
        List<List<Integer>> allowed = new ArrayList<>();
        // Estimates in the order in which reference events first match them: this decides between equally large
        // matchings.
        List<Integer> order = new ArrayList<>();
        for (int e = 0; e < est.size(); e++) {
            allowed.add(new ArrayList<>());
        }
        for (int r = 0; r < ref.size(); r++) {
            for (int e = 0; e < est.size(); e++) {
                if (ref.get(r).label().equals(est.get(e).label()) && tolerance.covers(ref.get(r), est.get(e))) {
                    if (allowed.get(e).isEmpty()) {
                        order.add(e);
                    }
                    allowed.get(e).add(r);
                }
            }
        }
        List<int[]> edges = order.stream()
                .map(e -> allowed.get(e).stream().mapToInt(Integer::intValue).toArray())
                .toList();
        int[] partner = BipartiteMatching.maximum(edges, ref.size());
        for (int r = 0; r < partner.length; r++) {
            partner[r] = partner[r] < 0 ? -1 : order.get(partner[r]);
        }
        return partner;
    }

    private int substitutions(List<EventRow> ref, List<EventRow> est, int[] partner, boolean[] used) {
        int substitutions = 0;
        for (int r = 0; r < ref.size(); r++) {
            for (int e = 0; partner[r] < 0 && e < est.size(); e++) {
                if (!used[e] && tolerance.covers(ref.get(r), est.get(e))) {
                    used[e] = true;
                    substitutions++;
                    break;
                }
            }
        }
        return substitutions;
    }

    private List<EventRow> known(List<EventRow> events) {
        return events.stream().filter(e -> labels.contains(e.label())).toList();
    }
}
