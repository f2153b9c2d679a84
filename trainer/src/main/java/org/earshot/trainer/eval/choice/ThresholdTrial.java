package org.earshot.trainer.eval.choice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.earshot.core.decode.RunRules;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.choice.OperatingPoints.Figures;
import org.earshot.trainer.eval.metric.BinaryScores;
import org.earshot.trainer.eval.score.ConfirmedRun;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSet;

/**
 * The runs of one label under one pair of activity thresholds and one set of run rules, on validation clips and on
 * background, so that any gate can be judged without decoding again.
 *
 * <p>Immutable.
 */
final class ThresholdTrial {
    private static final int CURVE_POINTS = 24;

    private final LabelClips clips;
    private final RunRules rules;
    private final LabelRuns.Pair thresholds;
    private final SourceRuns runs;
    /** Tags of the runs in each background clip. */
    private final float[][] alarms;

    private final double clipHours;

    ThresholdTrial(LabelClips clips, RunRules rules, LabelRuns.Pair thresholds, EventDecoder decoder) {
        this.clips = clips;
        this.rules = rules;
        this.thresholds = thresholds;
        this.runs = SourceRuns.of(clips.validation(), clips.label(), decoder, thresholds, clips.folds());
        this.alarms = alarms(clips.background().set(), clips.label(), decoder, thresholds);
        this.clipHours = clips.background().set().clipSeconds() / 3600;
    }

    RunRules rules() {
        return rules;
    }

    /**
     * Every gate on all clips outside a fold.
     *
     * @param fold number of a fold, or {@link LabelCandidates#ALL} to use every clip
     */
    Tradeoff choices(int fold) {
        IntPredicate asked = clip -> clips.folds().ofClip()[clip] != fold;
        ExponentialTail tail = tail(clip -> clips.folds().ofBackground()[clip] != fold);
        Tradeoff choices = new Tradeoff();
        for (float gate : runs.gates(asked)) {
            SourceRuns.Counts counts = runs.at(gate, asked);
            double recall = Double.isNaN(counts.sourceRecall()) ? 0 : counts.sourceRecall();
            choices.add(new Choice(decision(gate), tail.perHour(gate), counts.value(), recall));
        }
        return choices;
    }

    /** On all clips. */
    Figures figures(float gate) {
        return figures(gate, clip -> true, clip -> true);
    }

    /** On the clips of one fold. */
    Figures figures(float gate, int fold) {
        return figures(
                gate,
                clip -> clips.folds().ofClip()[clip] == fold,
                clip -> clips.folds().ofBackground()[clip] == fold);
    }

    /** Events found and missed for each source data set. */
    Map<String, BinaryScores> bySource(float gate) {
        List<String> names = clips.folds().groupNames();
        List<BinaryScores> found = runs.at(gate, clip -> true).bySource();
        Map<String, BinaryScores> sources = new LinkedHashMap<>();
        for (int g = 0; g < names.size(); g++) {
            sources.put(names.get(g), found.get(g));
        }
        return sources;
    }

    /** Pairs of alarms per hour and recall, from the highest gate to the lowest. */
    List<double[]> curve() {
        ExponentialTail tail = tail(clip -> true);
        List<double[]> curve = new ArrayList<>();
        List<Float> gates = runs.gates(clip -> true);
        int step = Math.max(1, gates.size() / CURVE_POINTS);
        for (int i = gates.size() - 1; i >= 0; i -= step) {
            float gate = gates.get(i);
            BinaryScores events = runs.at(gate, clip -> true).events();
            curve.add(new double[] {tail.count(gate) / tail.hours(), events.recall()});
        }
        return curve;
    }

    private Figures figures(float gate, IntPredicate validation, IntPredicate background) {
        SourceRuns.Counts counts = runs.at(gate, validation);
        ExponentialTail tail = tail(background);
        return new Figures(counts.events(), counts.segments(), tail.count(gate), tail.hours());
    }

    private Decision decision(float gate) {
        return new Decision(
                new Thresholds(gate, thresholds.high(), thresholds.low()),
                rules.minEventFrames(),
                rules.maxGapFrames());
    }

    private ExponentialTail tail(IntPredicate asked) {
        int heard = 0;
        List<Float> tags = new ArrayList<>();
        for (int i = 0; i < alarms.length; i++) {
            if (asked.test(i)) {
                heard++;
                for (float tag : alarms[i]) {
                    tags.add(tag);
                }
            }
        }
        float[] all = new float[tags.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = tags.get(i);
        }
        return new ExponentialTail(all, heard * clipHours);
    }

    private static float[][] alarms(ScoredSet background, int label, EventDecoder decoder, LabelRuns.Pair pair) {
        float[][] alarms = new float[background.size()][];
        for (int i = 0; i < alarms.length; i++) {
            List<ConfirmedRun> runs = decoder.runs(background.scores().get(i), label, pair.high(), pair.low());
            alarms[i] = new float[runs.size()];
            for (int r = 0; r < runs.size(); r++) {
                alarms[i][r] = runs.get(r).tag();
            }
        }
        return alarms;
    }
}
