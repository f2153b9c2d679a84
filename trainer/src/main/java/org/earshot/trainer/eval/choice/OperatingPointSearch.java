package org.earshot.trainer.eval.choice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.earshot.core.decode.RunRules;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.trainer.eval.choice.OperatingPoints.Figures;
import org.earshot.trainer.eval.choice.OperatingPoints.LabelPoint;
import org.earshot.trainer.eval.choice.OperatingPoints.LabelResult;
import org.earshot.trainer.eval.score.EventDecoder;

/**
 * Chooses thresholds and run rules for every label under several limits on false alarms, such that the choice also
 * holds for sounds from sources that had no part in it:
 *
 * <ul>
 *   <li>All source data sets weigh the same: recall is the mean over the data sets of the validation clips.
 *   <li>The lowest gate that keeps to the limit comes from a fit to the largest tags on background ({@link AlarmTail})
 *       rather than from the single worst clip. It exceeds 0.8 only if alarms were observed above 0.8.
 *   <li>A higher gate is moved towards the gate common to all labels; the fewer sources the label has, the further.
 *   <li>The choice is repeated with each source data set left out and judged on that data set. The sum is
 *       {@link LabelPoint#heldOut}.
 * </ul>
 *
 * <p>For example, one label under one limit:
 *
 * <pre>
 * background, 1 h, limit 1 alarm/h     tags of runs 0.2 0.3 0.4 0.5    lowest gate 0.49 (from the fit)
 * gates tried on validation clips      0.49 0.52 0.60 0.71       value 1.20 1.31 1.28 0.90
 * best gate                            0.52
 * common gate of all labels 0.60, label with 8 sources: half way in log odds, so 0.56
 * </pre>
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class OperatingPointSearch {
    private final ThresholdSpace space;
    private final EventDecoder.Mode mode;

    public OperatingPointSearch(ThresholdSpace space, EventDecoder.Mode mode) {
        this.space = space;
        this.mode = mode;
    }

    /**
     * @param manifest of the model; labels that occur in no validation clip keep its thresholds
     * @param validation clips with known events
     * @param background clips without any label
     * @param limits limits on false alarms, at least one
     * @param progress receives the share of the work that is done, 0..1
     */
    public OperatingPoints choose(
            Manifest manifest,
            SourcedSet validation,
            SourcedSet background,
            List<AlarmLimit> limits,
            DoubleConsumer progress) {
        List<LabelCandidates> labels = new ArrayList<>();
        for (int k = 0; k < manifest.classes(); k++) {
            labels.add(search(LabelClips.of(k, mode, manifest, validation, background), limits));
            progress.accept((k + 1.0) / manifest.classes());
        }
        List<List<Decision>> common = new ArrayList<>();
        List<Double> commonGates = new ArrayList<>();
        for (int limit = 0; limit < limits.size(); limit++) {
            commonGates.add(commonGate(labels, limit));
            common.add(withCommonRules(labels, limit, commonGates.get(limit), rules(manifest)));
        }
        List<LabelResult> results =
                labels.stream().map(label -> result(label, commonGates)).toList();
        return new OperatingPoints(List.copyOf(limits), results, common);
    }

    /** How well a decision does for one label on all clips. */
    public Figures figures(
            int label, Decision decision, Manifest manifest, SourcedSet validation, SourcedSet background) {
        return LabelClips.of(label, mode, manifest, validation, background)
                .trial(decision)
                .figures(decision.thresholds().gate());
    }

    private LabelCandidates search(LabelClips clips, List<AlarmLimit> limits) {
        LabelCandidates candidates = new LabelCandidates(clips, limits.size());
        if (clips.folds().sources() == 0) {
            return candidates;
        }
        for (int minEventFrames : space.minEventFrames()) {
            for (int maxGapFrames : space.maxGapFrames()) {
                RunRules rules = new RunRules(minEventFrames, maxGapFrames, true);
                for (float high : space.highs()) {
                    for (float share : space.lowShares()) {
                        candidates.tryOut(clips.trial(rules, new LabelRuns.Pair(high, high * share)), limits);
                    }
                }
            }
        }
        return candidates;
    }

    /** The median of the labels' gates, as log odds; NaN if no label has one. */
    private static double commonGate(List<LabelCandidates> labels, int limit) {
        double[] gates = labels.stream()
                .map(label -> label.best(limit))
                .filter(best -> best != null)
                .mapToDouble(Candidate::gateLogit)
                .sorted()
                .toArray();
        return gates.length == 0 ? Double.NaN : gates[gates.length / 2];
    }

    /** The decisions with the one set of rules that is best for the sum over all labels. */
    private static List<Decision> withCommonRules(
            List<LabelCandidates> labels, int limit, double commonGate, RunRules fallback) {
        Map<RunRules, Double> values = new LinkedHashMap<>();
        for (LabelCandidates label : labels) {
            label.byRules(limit).forEach((rules, best) -> values.merge(rules, best.value(), Double::sum));
        }
        RunRules rules = values.entrySet().stream()
                .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
                .map(Map.Entry::getKey)
                .orElse(fallback);
        return labels.stream()
                .map(label -> {
                    Candidate best = label.byRules(limit).get(rules);
                    return best == null
                            ? label.clips().unchanged(rules)
                            : best.shrunk(label.clips().folds().sources(), commonGate);
                })
                .toList();
    }

    private static LabelResult result(LabelCandidates label, List<Double> commonGates) {
        LabelClips clips = label.clips();
        List<LabelPoint> points = new ArrayList<>();
        for (int limit = 0; limit < commonGates.size(); limit++) {
            points.add(point(label, limit, commonGates.get(limit)));
        }
        Decision last = points.get(points.size() - 1).decision();
        return new LabelResult(
                clips.manifest().labels().get(clips.label()),
                clips.folds().sources(),
                clips.folds().byDataset(),
                points,
                clips.trial(last).curve());
    }

    private static LabelPoint point(LabelCandidates label, int limit, double commonGate) {
        LabelClips clips = label.clips();
        int sources = clips.folds().sources();
        Candidate best = label.best(limit);
        Decision decision = best == null ? clips.unchanged(rules(clips.manifest())) : best.shrunk(sources, commonGate);
        Figures heldOut = null;
        for (int fold = 0; fold < clips.folds().count() && label.outside(fold, limit) != null; fold++) {
            Decision others = label.outside(fold, limit).shrunk(sources, commonGate);
            Figures figures = clips.trial(others).figures(others.thresholds().gate(), fold);
            heldOut = heldOut == null ? figures : heldOut.plus(figures);
        }
        ThresholdTrial trial = clips.trial(decision);
        float gate = decision.thresholds().gate();
        return new LabelPoint(decision, trial.figures(gate), heldOut, trial.bySource(gate));
    }

    private static RunRules rules(Manifest manifest) {
        return new RunRules(manifest.minEventFrames(), manifest.maxGapFrames(), true);
    }
}
