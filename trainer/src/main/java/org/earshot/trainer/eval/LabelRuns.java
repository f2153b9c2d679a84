package org.earshot.trainer.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The runs of one label over a data set for one pair of activity thresholds, with the reference events that each may be
 * matched with. Gates can then be tried without decoding again.
 */
final class LabelRuns {
    private static final int MAX_GATES = 40;

    private final List<ClipRuns> clips = new ArrayList<>();
    private int references;

    /** One clip: tags of its runs, and for each run the reference events within the tolerance. */
    private record ClipRuns(int references, float[] tags, List<int[]> allowed) {}

    private LabelRuns() {}

    static LabelRuns of(ScoredSet set, int label, EventDecoder decoder, float high, float low) {
        LabelRuns all = new LabelRuns();
        String name = set.labels().get(label);
        for (int i = 0; i < set.size(); i++) {
            List<EventRow> truth = set.events().get(i).stream()
                    .filter(e -> e.label().equals(name))
                    .toList();
            List<ConfirmedRun> runs = decoder.runs(set.scores().get(i), label, high, low);
            all.references += truth.size();
            if (truth.isEmpty() && runs.isEmpty()) {
                continue;
            }
            float[] tags = new float[runs.size()];
            List<int[]> allowed = new ArrayList<>();
            for (int r = 0; r < tags.length; r++) {
                tags[r] = runs.get(r).tag();
                EventRow found = set.row(i, label, runs.get(r).frames());
                List<Integer> fits = new ArrayList<>();
                for (int e = 0; e < truth.size(); e++) {
                    if (EventTolerance.PAPER.covers(truth.get(e), found)) {
                        fits.add(e);
                    }
                }
                allowed.add(fits.stream().mapToInt(Integer::intValue).toArray());
            }
            all.clips.add(new ClipRuns(truth.size(), tags, allowed));
        }
        return all;
    }

    int references() {
        return references;
    }

    /** The gate of at least {@code least} with the largest F1, the highest among equals. */
    GateChoice bestGate(float least) {
        TreeSet<Float> tags = new TreeSet<>();
        for (ClipRuns clip : clips) {
            for (float tag : clip.tags()) {
                if (tag > least && tag < 1) {
                    tags.add(tag);
                }
            }
        }
        List<Float> gates = new ArrayList<>(tags);
        GateChoice best = new GateChoice(least, at(least));
        int step = Math.max(1, gates.size() / MAX_GATES);
        for (int i = 0; i < gates.size(); i += step) {
            GateChoice choice = new GateChoice(gates.get(i), at(gates.get(i)));
            if (choice.scores().f1() > 0
                    && choice.scores().f1() >= best.scores().f1()) {
                best = choice;
            }
        }
        return best;
    }

    private BinaryScores at(float gate) {
        int hits = 0;
        int found = 0;
        for (ClipRuns clip : clips) {
            List<int[]> open = new ArrayList<>();
            for (int r = 0; r < clip.tags().length; r++) {
                if (clip.tags()[r] > gate) {
                    open.add(clip.allowed().get(r));
                }
            }
            found += open.size();
            if (clip.references() > 0 && !open.isEmpty()) {
                for (int partner : BipartiteMatching.maximum(open, clip.references())) {
                    hits += partner >= 0 ? 1 : 0;
                }
            }
        }
        return new BinaryScores(hits, found - hits, references - hits);
    }
}
