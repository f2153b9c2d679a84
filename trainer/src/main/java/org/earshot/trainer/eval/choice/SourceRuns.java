package org.earshot.trainer.eval.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.earshot.trainer.eval.metric.BinaryScores;
import org.earshot.trainer.eval.metric.BipartiteMatching;
import org.earshot.trainer.eval.metric.EventRow;
import org.earshot.trainer.eval.metric.EventTolerance;
import org.earshot.trainer.eval.score.ConfirmedRun;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSet;

/**
 * The runs of one label over validation clips for one pair of activity thresholds and one set of run rules, with the
 * reference events that each may be matched with. Gates can then be tried on any part of the clips without decoding
 * again.
 */
final class SourceRuns {
    private static final int MAX_GATES = 24;

    private final List<Clip> clips = new ArrayList<>();
    private final int groups;

    /**
     * One clip with runs or reference events.
     *
     * @param index number of the clip in the set
     * @param groups source data set of each reference event
     * @param active seconds in which a reference event sounds, one bit each
     * @param tags of the runs
     * @param seconds of the runs, one bit each
     * @param allowed for each run the reference events within the tolerance
     */
    private record Clip(int index, int[] groups, long active, float[] tags, long[] seconds, List<int[]> allowed) {}

    private SourceRuns(int groups) {
        this.groups = groups;
    }

    /**
     * Results of a gate.
     *
     * @param events hits, false alarms and misses, 200 ms / 50 %
     * @param segments the same in segments of 1 s
     * @param bySource hits and misses of each source data set's own events, in the order of the groups; false alarms are
     *     of no data set
     */
    record Counts(BinaryScores events, BinaryScores segments, List<BinaryScores> bySource) {
        /** Mean over the source data sets of the share of their events that is hit; NaN without events. */
        double sourceRecall() {
            double recalls = 0;
            int heard = 0;
            for (BinaryScores source : bySource) {
                if (source.truePositives() + source.falseNegatives() > 0) {
                    recalls += source.recall();
                    heard++;
                }
            }
            return heard == 0 ? Double.NaN : recalls / heard;
        }

        /**
         * Event F1 computed with the mean recall over sources, plus half the segment F1, plus half that recall: a
         * source with many events has no more weight than one with few.
         */
        double value() {
            double precision = events.precision();
            double mean = sourceRecall();
            double recall = Double.isNaN(mean) ? 0 : mean;
            double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
            return f1 + 0.5 * segments.f1() + 0.5 * recall;
        }
    }

    static SourceRuns of(
            SourcedSet validation, int label, EventDecoder decoder, LabelRuns.Pair thresholds, SourceFolds folds) {
        ScoredSet set = validation.set();
        String name = set.labels().get(label);
        SourceRuns all = new SourceRuns(folds.groupNames().size());
        for (int i = 0; i < set.size(); i++) {
            List<ConfirmedRun> runs = decoder.runs(set.scores().get(i), label, thresholds.high(), thresholds.low());
            if (set.tags().get(i)[label] || !runs.isEmpty()) {
                List<EventRow> truth = set.events().get(i).stream()
                        .filter(e -> e.label().equals(name))
                        .toList();
                all.clips.add(clip(set, i, label, truth, folds.groups().get(i), runs));
            }
        }
        return all;
    }

    private static Clip clip(
            ScoredSet set, int index, int label, List<EventRow> truth, int[] groups, List<ConfirmedRun> runs) {
        float[] tags = new float[runs.size()];
        long[] seconds = new long[runs.size()];
        List<int[]> allowed = new ArrayList<>();
        for (int r = 0; r < tags.length; r++) {
            tags[r] = runs.get(r).tag();
            EventRow found = set.row(index, label, runs.get(r).frames());
            seconds[r] = LabelRuns.seconds(found);
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
            active |= LabelRuns.seconds(event);
        }
        return new Clip(index, groups, active, tags, seconds, allowed);
    }

    /** Some gates in ascending order, spread over the tags of the runs in the selected clips. */
    List<Float> gates(IntPredicate asked) {
        TreeSet<Float> tags = new TreeSet<>();
        for (Clip clip : clips) {
            if (asked.test(clip.index())) {
                for (float tag : clip.tags()) {
                    if (tag < 1) {
                        tags.add(tag);
                    }
                }
            }
        }
        List<Float> all = List.copyOf(tags);
        List<Float> some = new ArrayList<>();
        int step = Math.max(1, all.size() / MAX_GATES);
        for (int i = 0; i < all.size(); i += step) {
            // Midway between two tags, so that a gate does not coincide with the tag of one clip.
            some.add(((i == 0 ? 0 : all.get(i - 1)) + all.get(i)) / 2);
        }
        return some;
    }

    Counts at(float gate, IntPredicate asked) {
        int found = 0;
        int active = 0;
        int activeHits = 0;
        int activeFound = 0;
        int[] references = new int[groups];
        int[] hits = new int[groups];
        List<int[]> open = new ArrayList<>();
        for (Clip clip : clips) {
            if (!asked.test(clip.index())) {
                continue;
            }
            open.clear();
            long seconds = 0;
            for (int r = 0; r < clip.tags().length; r++) {
                if (clip.tags()[r] > gate) {
                    open.add(clip.allowed().get(r));
                    seconds |= clip.seconds()[r];
                }
            }
            found += open.size();
            active += Long.bitCount(clip.active());
            activeFound += Long.bitCount(seconds);
            activeHits += Long.bitCount(seconds & clip.active());
            for (int group : clip.groups()) {
                references[group]++;
            }
            if (clip.groups().length > 0 && !open.isEmpty()) {
                int[] partner = BipartiteMatching.maximum(open, clip.groups().length);
                for (int e = 0; e < partner.length; e++) {
                    hits[clip.groups()[e]] += partner[e] >= 0 ? 1 : 0;
                }
            }
        }
        int all = Arrays.stream(hits).sum();
        int truth = Arrays.stream(references).sum();
        List<BinaryScores> bySource = IntStream.range(0, groups)
                .mapToObj(g -> new BinaryScores(hits[g], 0, references[g] - hits[g]))
                .toList();
        return new Counts(
                new BinaryScores(all, found - all, truth - all),
                new BinaryScores(activeHits, activeFound - activeHits, active - activeHits),
                bySource);
    }
}
