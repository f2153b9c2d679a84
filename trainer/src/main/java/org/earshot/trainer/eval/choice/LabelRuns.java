package org.earshot.trainer.eval.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.earshot.trainer.eval.metric.BinaryScores;
import org.earshot.trainer.eval.metric.BipartiteMatching;
import org.earshot.trainer.eval.metric.EventRow;
import org.earshot.trainer.eval.metric.EventTolerance;
import org.earshot.trainer.eval.score.ConfirmedRun;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSet;

/**
 * The runs of one label over a data set for one pair of activity thresholds, with the reference events that each may be
 * matched with. Gates can then be tried without decoding again.
 */
final class LabelRuns {
    private static final int MAX_GATES = 40;

    private final List<ClipRuns> clips = new ArrayList<>();
    private final RankedTags clipTags;

    /**
     * One clip.
     *
     * @param references number of reference events
     * @param active seconds in which a reference event sounds, one bit each
     * @param tags of the runs
     * @param seconds of the runs, one bit each
     * @param allowed for each run the reference events within the tolerance
     */
    private record ClipRuns(int references, long active, float[] tags, long[] seconds, List<int[]> allowed) {}

    private LabelRuns(RankedTags clipTags) {
        this.clipTags = clipTags;
    }

    /** @param clipTags tags of the label over all clips of the set */
    static LabelRuns of(ScoredSet set, int label, EventDecoder decoder, Pair thresholds, RankedTags clipTags) {
        LabelRuns all = new LabelRuns(clipTags);
        String name = set.labels().get(label);
        for (int i = 0; i < set.size(); i++) {
            List<ConfirmedRun> runs = decoder.runs(set.scores().get(i), label, thresholds.high(), thresholds.low());
            boolean heard = set.tags().get(i)[label];
            if (heard || !runs.isEmpty()) {
                List<EventRow> truth = set.events().get(i).stream()
                        .filter(e -> e.label().equals(name))
                        .toList();
                all.clips.add(all.clip(set, i, label, truth, runs));
            }
        }
        return all;
    }

    /** The two thresholds on the activity. */
    record Pair(float high, float low) {}

    private ClipRuns clip(ScoredSet set, int clip, int label, List<EventRow> truth, List<ConfirmedRun> runs) {
        float[] tags = new float[runs.size()];
        long[] seconds = new long[runs.size()];
        List<int[]> allowed = new ArrayList<>();
        for (int r = 0; r < tags.length; r++) {
            tags[r] = runs.get(r).tag();
            EventRow found = set.row(clip, label, runs.get(r).frames());
            seconds[r] = seconds(found);
            int[] fits = new int[truth.size()];
            int count = 0;
            for (int e = 0; e < fits.length; e++) {
                if (EventTolerance.PAPER.covers(truth.get(e), found)) {
                    fits[count++] = e;
                }
            }
            allowed.add(Arrays.copyOf(fits, count));
        }
        long active = 0;
        for (EventRow event : truth) {
            active |= seconds(event);
        }
        return new ClipRuns(truth.size(), active, tags, seconds, allowed);
    }

    /** The seconds that an event touches, one bit each; those after the 64th are ignored. */
    static long seconds(EventRow event) {
        long bits = 0;
        for (int s = (int) event.onsetSeconds(); s < Math.min(64, Math.ceil(event.offsetSeconds())); s++) {
            bits |= 1L << s;
        }
        return bits;
    }

    /**
     * The gate of at least {@code least} with the largest value; the middle one if a range of gates is equally good.
     */
    GateChoice bestGate(float least, ThresholdGoal goal) {
        TreeSet<Float> tags = new TreeSet<>();
        for (ClipRuns clip : clips) {
            for (float tag : clip.tags()) {
                if (tag > least && tag < 1) {
                    tags.add(tag);
                }
            }
        }
        TreeSet<Float> tried = new TreeSet<>();
        int step = Math.max(1, tags.size() / MAX_GATES);
        int at = 0;
        for (float tag : tags) {
            if (at++ % step == 0) {
                tried.add(tag);
            }
        }
        clipTags.gates(MAX_GATES).stream()
                .filter(gate -> gate > least && gate < 1)
                .forEach(tried::add);
        GateChoice best = at(least);
        float lastOfBest = least;
        boolean unbroken = true;
        for (float gate : tried) {
            GateChoice choice = at(gate);
            double gain = choice.value(goal) - best.value(goal);
            if (gain > 0) {
                best = choice;
                lastOfBest = gate;
                unbroken = true;
            } else {
                unbroken &= gain == 0;
                lastOfBest = unbroken ? gate : lastOfBest;
            }
        }
        GateChoice middle = at((best.gate() + lastOfBest) / 2);
        return middle.value(goal) >= best.value(goal) ? middle : best;
    }

    private GateChoice at(float gate) {
        int references = 0;
        int hits = 0;
        int found = 0;
        int active = 0;
        int activeHits = 0;
        int activeFound = 0;
        List<int[]> open = new ArrayList<>();
        for (ClipRuns clip : clips) {
            open.clear();
            long seconds = 0;
            for (int r = 0; r < clip.tags().length; r++) {
                if (clip.tags()[r] > gate) {
                    open.add(clip.allowed().get(r));
                    seconds |= clip.seconds()[r];
                }
            }
            references += clip.references();
            found += open.size();
            active += Long.bitCount(clip.active());
            activeFound += Long.bitCount(seconds);
            activeHits += Long.bitCount(seconds & clip.active());
            if (clip.references() > 0 && !open.isEmpty()) {
                for (int partner : BipartiteMatching.maximum(open, clip.references())) {
                    hits += partner >= 0 ? 1 : 0;
                }
            }
        }
        return new GateChoice(
                gate,
                new BinaryScores(hits, found - hits, references - hits),
                new BinaryScores(activeHits, activeFound - activeHits, active - activeHits),
                clipTags.above(gate));
    }
}
