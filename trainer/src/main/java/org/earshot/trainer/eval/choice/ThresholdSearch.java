package org.earshot.trainer.eval.choice;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.earshot.core.decode.RunRules;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.score.ClipScores;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSet;

/**
 * Chooses gate, high and low of every label, and one minimum event length and maximum gap for all labels, such that the
 * goal is largest on validation clips while no label raises more false alarms per hour of background than allowed.
 *
 * <p>High and low are tried on a grid. For each pair the gate follows from the scores: the best of the tags that
 * confirm runs, among gates high enough for the limit on alarms. If a range of gates is equally good, its middle is
 * used.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class ThresholdSearch {
    private final ThresholdSpace space;
    private final ThresholdGoal goal;
    private final EventDecoder.Mode mode;

    public ThresholdSearch(ThresholdSpace space, ThresholdGoal goal, EventDecoder.Mode mode) {
        this.space = space;
        this.goal = goal;
        this.mode = mode;
    }

    /**
     * @param manifest of the model; labels without events in the validation clips keep its thresholds
     * @param validation clips with known events
     * @param background clips without any label
     * @param progress receives the share of the work that is done, 0..1
     */
    public ThresholdChoice choose(
            Manifest manifest, ScoredSet validation, ScoredSet background, DoubleConsumer progress) {
        ThresholdChoice best = null;
        int rounds = space.minEventFrames().size() * space.maxGapFrames().size() * manifest.classes();
        int done = 0;
        for (int shortest : space.minEventFrames()) {
            for (int gap : space.maxGapFrames()) {
                EventDecoder decoder = new EventDecoder(
                        mode,
                        new RunRules(shortest, gap, true),
                        manifest.activity().aheadFrames());
                List<LabelChoice> labels = new ArrayList<>();
                for (int k = 0; k < manifest.classes(); k++) {
                    labels.add(label(k, manifest.thresholds().get(k), decoder, validation, background));
                    progress.accept((double) ++done / rounds);
                }
                ThresholdChoice choice = new ThresholdChoice(shortest, gap, labels, background.hours());
                if (best == null || choice.value() > best.value()) {
                    best = choice;
                }
            }
        }
        return best;
    }

    private LabelChoice label(
            int k, Thresholds before, EventDecoder decoder, ScoredSet validation, ScoredSet background) {
        RankedTags tags = RankedTags.of(validation, k, decoder);
        if (tags.with().length == 0) {
            LabelRuns.Pair kept = new LabelRuns.Pair(before.high(), before.low());
            return gated(k, kept, tags, decoder, validation, background);
        }
        LabelChoice best = null;
        for (float high : space.highs()) {
            for (float share : space.lowShares()) {
                LabelRuns.Pair pair = new LabelRuns.Pair(high, high * share);
                LabelChoice choice = gated(k, pair, tags, decoder, validation, background);
                if (best == null || choice.value() > best.value()) {
                    best = choice;
                }
            }
        }
        return best;
    }

    /** The best gate for a pair of activity thresholds. */
    private LabelChoice gated(
            int k,
            LabelRuns.Pair pair,
            RankedTags tags,
            EventDecoder decoder,
            ScoredSet validation,
            ScoredSet background) {
        List<Float> alarms = new ArrayList<>();
        for (ClipScores clip : background.scores()) {
            decoder.runs(clip, k, pair.high(), pair.low()).forEach(run -> alarms.add(run.tag()));
        }
        float quiet = GateChoice.quietGate(alarms, background.hours(), goal.maxAlarmsPerHour());
        GateChoice gate = LabelRuns.of(validation, k, decoder, pair, tags).bestGate(quiet, goal);
        long loud = alarms.stream().filter(tag -> tag > gate.gate()).count();
        return new LabelChoice(
                validation.labels().get(k),
                new Thresholds(gate.gate(), pair.high(), pair.low()),
                gate.events(),
                gate.segments(),
                gate.tags(),
                gate.value(goal),
                background.size() == 0 ? Double.NaN : loud / background.hours());
    }
}
