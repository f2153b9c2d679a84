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
 *   <li>The alarms to be expected of a gate come from a fit to the largest tags on background ({@link ExponentialTail})
 *       rather than from a count of the few that there are.
 *   <li>The labels share one budget, the limit times their number: all pay the same price for an alarm, so that alarms
 *       are allowed where they find most ({@link Market}).
 *   <li>The choice is repeated with each source data set left out and judged on that data set, at the same price. The
 *       sum is {@link LabelPoint#heldOut}.
 * </ul>
 *
 * <p>For example, two labels under a limit of 0.5 alarms per hour, so a budget of 1.0:
 *
 * <pre>
 * alarm_clock   alarms per hour 0.1 0.4 2.0     value 0.90 1.31 1.40
 * engine        alarms per hour 0.0 0.6 5.0     value 0.20 0.35 0.60
 * price 0.24    alarm_clock takes 0.4, engine 0.6: 1.0 together
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
            labels.add(search(LabelClips.of(k, mode, manifest, validation, background)));
            progress.accept((k + 1.0) / manifest.classes());
        }
        List<Tradeoff> all = labels.stream().map(LabelCandidates::all).toList();
        List<Market> markets = limits.stream()
                .map(limit -> Market.of(all, limit.alarmsPerHour()))
                .toList();
        List<List<Decision>> common = markets.stream()
                .map(market -> withCommonRules(labels, market, rules(manifest)))
                .toList();
        List<LabelResult> results =
                labels.stream().map(label -> result(label, markets)).toList();
        return new OperatingPoints(List.copyOf(limits), results, common);
    }

    /** How well a decision does for one label on all clips. */
    public Figures figures(
            int label, Decision decision, Manifest manifest, SourcedSet validation, SourcedSet background) {
        return LabelClips.of(label, mode, manifest, validation, background)
                .trial(decision)
                .figures(decision.thresholds().gate());
    }

    private LabelCandidates search(LabelClips clips) {
        LabelCandidates candidates = new LabelCandidates(clips);
        if (clips.folds().sources() == 0) {
            return candidates;
        }
        for (int minEventFrames : space.minEventFrames()) {
            for (int maxGapFrames : space.maxGapFrames()) {
                RunRules rules = new RunRules(minEventFrames, maxGapFrames, true);
                for (float high : space.highs()) {
                    for (float share : space.lowShares()) {
                        candidates.tryOut(clips.trial(rules, new LabelRuns.Pair(high, high * share)));
                    }
                }
            }
        }
        return candidates;
    }

    /** The decisions with the one set of rules that is best for the sum over all labels. */
    private static List<Decision> withCommonRules(List<LabelCandidates> labels, Market market, RunRules fallback) {
        Map<RunRules, Double> values = new LinkedHashMap<>();
        for (LabelCandidates label : labels) {
            label.byRules().forEach((rules, choices) -> {
                Choice bought = market.buy(choices);
                if (bought != null) {
                    values.merge(rules, bought.value() - market.price() * bought.alarmsPerHour(), Double::sum);
                }
            });
        }
        RunRules rules = values.entrySet().stream()
                .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
                .map(Map.Entry::getKey)
                .orElse(fallback);
        return labels.stream()
                .map(label -> {
                    Tradeoff choices = label.byRules().getOrDefault(rules, new Tradeoff());
                    return choices.isEmpty()
                            ? label.clips().unchanged(rules)
                            : market.decide(choices, label.clips().folds().sources());
                })
                .toList();
    }

    private static LabelResult result(LabelCandidates label, List<Market> markets) {
        LabelClips clips = label.clips();
        List<LabelPoint> points =
                markets.stream().map(market -> point(label, market)).toList();
        Decision last = points.get(points.size() - 1).decision();
        return new LabelResult(
                clips.manifest().labels().get(clips.label()),
                clips.folds().sources(),
                clips.folds().byDataset(),
                points,
                clips.trial(last).curve());
    }

    private static LabelPoint point(LabelCandidates label, Market market) {
        LabelClips clips = label.clips();
        Decision decision = label.all().isEmpty()
                ? clips.unchanged(rules(clips.manifest()))
                : market.decide(label.all(), clips.folds().sources());
        Figures heldOut = null;
        for (int fold = 0; fold < label.folds(); fold++) {
            if (!label.outside(fold).isEmpty()) {
                Decision others =
                        market.decide(label.outside(fold), clips.folds().sources());
                Figures figures =
                        clips.trial(others).figures(others.thresholds().gate(), fold);
                heldOut = heldOut == null ? figures : heldOut.plus(figures);
            }
        }
        ThresholdTrial trial = clips.trial(decision);
        float gate = decision.thresholds().gate();
        return new LabelPoint(decision, trial.figures(gate), heldOut, trial.bySource(gate));
    }

    private static RunRules rules(Manifest manifest) {
        return new RunRules(manifest.minEventFrames(), manifest.maxGapFrames(), true);
    }
}
