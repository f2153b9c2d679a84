package org.earshot.trainer.eval.choice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.IntPredicate;
import org.earshot.core.decode.RunRules;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.metric.BinaryScores;
import org.earshot.trainer.eval.score.ConfirmedRun;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSet;

/**
 * Chooses, for each of several limits of false alarms, what is an event of each label, so that the choice holds on sounds
 * of another source than those that chose it:
 *
 * <ul>
 *   <li>Sources count alike: recall is the mean over the source data sets of the validation clips.
 *   <li>The gate that keeps to the limit comes from a fit to the largest tags on background ({@link AlarmTail}), not from
 *       the one clip in the way, and goes above 0.8 only where alarms were heard there.
 *   <li>A gate beyond that is drawn towards the labels' common one, the more the fewer sources the label has.
 *   <li>All is chosen once more with each source data set left out and judged on it, which is what
 *       {@link LabelPoint#heldOut} tells.
 * </ul>
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class OperatingPointSearch {
    /** Sources at which a label's own gate and the common one weigh the same. */
    private static final double SHRINKING_SOURCES = 8;

    private static final double LOWEST_GATE = 0.05;
    private static final int ALL = -1;
    private static final int CURVE_POINTS = 24;

    private final ThresholdSpace space;
    private final EventDecoder.Mode mode;

    public OperatingPointSearch(ThresholdSpace space, EventDecoder.Mode mode) {
        this.space = space;
        this.mode = mode;
    }

    /**
     * A limit of false alarms.
     *
     * @param name of the operating point
     * @param alarmsPerHour that a label may raise on background
     */
    public record Target(String name, double alarmsPerHour) {}

    /**
     * What thresholds give on some clips.
     *
     * @param events hits, false alarms and misses, 200 ms / 50 %
     * @param segments likewise in segments of 1 s
     * @param alarms on background
     * @param hours of that background
     */
    public record Figures(BinaryScores events, BinaryScores segments, int alarms, double hours) {
        Figures plus(Figures other) {
            return new Figures(
                    events.plus(other.events),
                    segments.plus(other.segments),
                    alarms + other.alarms,
                    hours + other.hours);
        }

        /** NaN without background. */
        public double alarmsPerHour() {
            return alarms / hours;
        }
    }

    /**
     * A label at one operating point.
     *
     * @param decision what is chosen on all clips
     * @param chosen what it gives on them
     * @param heldOut what choices on all other sources give on each source, added up; null where there is one source
     * @param bySource what it finds by source data set, as {@code "hits of events"}
     */
    public record LabelPoint(Decision decision, Figures chosen, Figures heldOut, Map<String, BinaryScores> bySource) {}

    /**
     * A label.
     *
     * @param label class name
     * @param sources number of its sources in the validation clips
     * @param byDataset whether {@code heldOut} leaves out data sets; else sources of the only one
     * @param points in the order of the targets
     * @param curve pairs of alarms per hour and recall over the gates, for the activity thresholds of the last target
     */
    public record LabelResult(
            String label, int sources, boolean byDataset, List<LabelPoint> points, List<double[]> curve) {}

    /**
     * All that was chosen.
     *
     * @param targets limits of false alarms
     * @param labels in the model's order
     * @param common per target the same with one shortest event and one longest gap for all labels
     */
    public record Result(List<Target> targets, List<LabelResult> labels, List<List<Decision>> common) {
        /** The decisions of a target, in the model's order. */
        public List<Decision> decisions(int target) {
            return labels.stream()
                    .map(label -> label.points().get(target).decision())
                    .toList();
        }
    }

    /** A decision in the making. @param quiet the gate that the limit of alarms asks for at least */
    private record Best(Decision decision, float quiet, double value) {}

    /** Bests of one label. @param byRules for all clips, by target and rules; @param folds by target and fold */
    private record LabelBests(List<Map<RunRules, Best>> byRules, List<List<Best>> folds, SourceFolds division) {}

    /**
     * @param manifest of the model; its thresholds stay where no validation clip has a label
     * @param validation clips with known events
     * @param background clips without any label
     * @param targets limits of false alarms
     * @param progress told the share that is done, 0..1
     */
    public Result choose(
            Manifest manifest,
            SourcedSet validation,
            SourcedSet background,
            List<Target> targets,
            DoubleConsumer progress) {
        List<LabelBests> bests = new ArrayList<>();
        for (int k = 0; k < manifest.classes(); k++) {
            SourceFolds folds = SourceFolds.of(validation, background, k);
            bests.add(search(k, manifest, validation, background, folds, targets));
            progress.accept((k + 1.0) / manifest.classes());
        }
        List<LabelResult> labels = new ArrayList<>();
        List<List<Decision>> common = new ArrayList<>();
        List<Double> commonGates = new ArrayList<>();
        for (int t = 0; t < targets.size(); t++) {
            commonGates.add(commonGate(bests, t));
            common.add(withCommonRules(bests, t, commonGates.get(t), manifest));
        }
        for (int k = 0; k < manifest.classes(); k++) {
            labels.add(result(k, manifest, validation, background, bests.get(k), commonGates));
        }
        return new Result(List.copyOf(targets), labels, common);
    }

    /** What a decision gives for a label on all clips. */
    public Figures figures(
            int label, Decision decision, Manifest manifest, SourcedSet validation, SourcedSet background) {
        SourceFolds folds = SourceFolds.of(validation, background, label);
        return figures(trial(label, decision, manifest, validation, background, folds), decision, c -> true, c -> true);
    }

    private LabelBests search(
            int k,
            Manifest manifest,
            SourcedSet validation,
            SourcedSet background,
            SourceFolds folds,
            List<Target> targets) {
        List<Map<RunRules, Best>> byRules = new ArrayList<>();
        List<List<Best>> byFold = new ArrayList<>();
        for (int t = 0; t < targets.size(); t++) {
            byRules.add(new LinkedHashMap<>());
            List<Best> none = new ArrayList<>();
            for (int fold = 0; fold < folds.count(); fold++) {
                none.add(null);
            }
            byFold.add(none);
        }
        if (folds.sources() == 0) {
            return new LabelBests(byRules, byFold, folds);
        }
        for (int shortest : space.minEventFrames()) {
            for (int gap : space.maxGapFrames()) {
                RunRules rules = new RunRules(shortest, gap, true);
                EventDecoder decoder =
                        new EventDecoder(mode, rules, manifest.activity().aheadFrames());
                for (float high : space.highs()) {
                    for (float share : space.lowShares()) {
                        LabelRuns.Pair pair = new LabelRuns.Pair(high, high * share);
                        Trial trial = new Trial(k, rules, pair, decoder, validation, background, folds);
                        for (int fold = ALL; fold < (folds.count() > 1 ? folds.count() : 0); fold++) {
                            trial.improve(fold, targets, byRules, byFold);
                        }
                    }
                }
            }
        }
        return new LabelBests(byRules, byFold, folds);
    }

    /** One pair of activity thresholds under one set of rules. */
    private static final class Trial {
        private final RunRules rules;
        private final LabelRuns.Pair pair;
        private final SourceRuns runs;
        private final SourceFolds folds;
        private final float[][] alarms;
        private final double clipHours;

        Trial(
                int k,
                RunRules rules,
                LabelRuns.Pair pair,
                EventDecoder decoder,
                SourcedSet validation,
                SourcedSet background,
                SourceFolds folds) {
            this.rules = rules;
            this.pair = pair;
            this.folds = folds;
            this.runs = SourceRuns.of(validation, k, decoder, pair, folds);
            this.alarms = alarms(background.set(), k, decoder, pair);
            this.clipHours = background.set().clipSeconds() / 3600;
        }

        /** Chooses gates on all clips but those of a fold, and keeps them where they are better than what there is. */
        void improve(int fold, List<Target> targets, List<Map<RunRules, Best>> byRules, List<List<Best>> byFold) {
            IntPredicate asked = clip -> folds.ofClip()[clip] != fold;
            AlarmTail tail = tail(clip -> folds.ofBackground()[clip] != fold);
            List<Float> gates = runs.gates(asked);
            Map<Float, Double> values = new LinkedHashMap<>();
            for (int t = 0; t < targets.size(); t++) {
                float quiet = tail.gate(targets.get(t).alarmsPerHour());
                Best best = null;
                List<Float> tried = new ArrayList<>(List.of(quiet));
                gates.stream()
                        .filter(gate -> gate > quiet && gate <= Math.max(CORNER, quiet))
                        .forEach(tried::add);
                for (float gate : tried) {
                    double value =
                            values.computeIfAbsent(gate, g -> runs.at(g, asked).value());
                    if (best == null || value > best.value()) {
                        Thresholds thresholds = new Thresholds(gate, pair.high(), pair.low());
                        best = new Best(
                                new Decision(thresholds, rules.minEventFrames(), rules.maxGapFrames()), quiet, value);
                    }
                }
                if (fold == ALL) {
                    byRules.get(t).merge(rules, best, (old, now) -> now.value() > old.value() ? now : old);
                } else if (byFold.get(t).get(fold) == null
                        || best.value() > byFold.get(t).get(fold).value()) {
                    byFold.get(t).set(fold, best);
                }
            }
        }

        AlarmTail tail(IntPredicate asked) {
            int clips = 0;
            List<Float> tags = new ArrayList<>();
            for (int i = 0; i < alarms.length; i++) {
                if (asked.test(i)) {
                    clips++;
                    for (float tag : alarms[i]) {
                        tags.add(tag);
                    }
                }
            }
            float[] all = new float[tags.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = tags.get(i);
            }
            return new AlarmTail(all, clips * clipHours);
        }
    }

    private static final float CORNER = 0.8f;

    private static float[][] alarms(ScoredSet background, int k, EventDecoder decoder, LabelRuns.Pair pair) {
        float[][] alarms = new float[background.size()][];
        for (int i = 0; i < alarms.length; i++) {
            List<ConfirmedRun> runs = decoder.runs(background.scores().get(i), k, pair.high(), pair.low());
            alarms[i] = new float[runs.size()];
            for (int r = 0; r < runs.size(); r++) {
                alarms[i][r] = runs.get(r).tag();
            }
        }
        return alarms;
    }

    private static Best best(Map<RunRules, Best> byRules) {
        return byRules.values().stream()
                .reduce((a, b) -> b.value() > a.value() ? b : a)
                .orElse(null);
    }

    /** The middle of the labels' gates, as a logit; NaN where no label has one. */
    private static double commonGate(List<LabelBests> bests, int target) {
        double[] gates = bests.stream()
                .map(label -> best(label.byRules().get(target)))
                .filter(best -> best != null)
                .mapToDouble(best -> logit(best.decision().thresholds().gate()))
                .sorted()
                .toArray();
        return gates.length == 0 ? Double.NaN : gates[gates.length / 2];
    }

    /** No gate at all counts as a low one, or it would outweigh all others. */
    private static double logit(float gate) {
        return AlarmTail.logit(Math.max(LOWEST_GATE, gate));
    }

    /** Draws a gate towards the common one, but not below what the limit of alarms asks for. */
    private static Decision shrunk(Best best, int sources, double commonGate) {
        Thresholds own = best.decision().thresholds();
        double weight = sources / (sources + SHRINKING_SOURCES);
        double gate = AlarmTail.logistic(weight * logit(own.gate()) + (1 - weight) * commonGate);
        return new Decision(
                new Thresholds((float) Math.max(best.quiet(), gate), own.high(), own.low()),
                best.decision().minEventFrames(),
                best.decision().maxGapFrames());
    }

    /** The choices with the one set of rules that is best for all labels together. */
    private List<Decision> withCommonRules(List<LabelBests> bests, int target, double commonGate, Manifest manifest) {
        Map<RunRules, Double> values = new LinkedHashMap<>();
        for (LabelBests label : bests) {
            label.byRules().get(target).forEach((rules, best) -> values.merge(rules, best.value(), Double::sum));
        }
        RunRules rules = values.entrySet().stream()
                .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
                .map(Map.Entry::getKey)
                .orElse(new RunRules(manifest.minEventFrames(), manifest.maxGapFrames(), true));
        List<Decision> decisions = new ArrayList<>();
        for (int k = 0; k < bests.size(); k++) {
            Best best = bests.get(k).byRules().get(target).get(rules);
            decisions.add(
                    best == null
                            ? new Decision(manifest.thresholds().get(k), rules.minEventFrames(), rules.maxGapFrames())
                            : shrunk(best, bests.get(k).division().sources(), commonGate));
        }
        return decisions;
    }

    private LabelResult result(
            int k,
            Manifest manifest,
            SourcedSet validation,
            SourcedSet background,
            LabelBests bests,
            List<Double> commonGates) {
        SourceFolds folds = bests.division();
        List<LabelPoint> points = new ArrayList<>();
        for (int t = 0; t < commonGates.size(); t++) {
            Best best = best(bests.byRules().get(t));
            Decision decision = best == null
                    ? new Decision(manifest.thresholds().get(k), manifest.minEventFrames(), manifest.maxGapFrames())
                    : shrunk(best, folds.sources(), commonGates.get(t));
            Trial trial = trial(k, decision, manifest, validation, background, folds);
            Figures heldOut = null;
            for (int fold = 0; fold < folds.count() && bests.folds().get(t).get(fold) != null; fold++) {
                Decision left = shrunk(bests.folds().get(t).get(fold), folds.sources(), commonGates.get(t));
                int judged = fold;
                Figures figures = figures(
                        trial(k, left, manifest, validation, background, folds),
                        left,
                        clip -> folds.ofClip()[clip] == judged,
                        clip -> folds.ofBackground()[clip] == judged);
                heldOut = heldOut == null ? figures : heldOut.plus(figures);
            }
            points.add(new LabelPoint(
                    decision, figures(trial, decision, c -> true, c -> true), heldOut, bySource(trial, decision)));
        }
        Decision last = points.get(points.size() - 1).decision();
        return new LabelResult(
                manifest.labels().get(k),
                folds.sources(),
                folds.byDataset(),
                points,
                curve(trial(k, last, manifest, validation, background, folds)));
    }

    private Trial trial(
            int k,
            Decision decision,
            Manifest manifest,
            SourcedSet validation,
            SourcedSet background,
            SourceFolds folds) {
        RunRules rules = new RunRules(decision.minEventFrames(), decision.maxGapFrames(), true);
        EventDecoder decoder = new EventDecoder(mode, rules, manifest.activity().aheadFrames());
        Thresholds thresholds = decision.thresholds();
        LabelRuns.Pair pair = new LabelRuns.Pair(thresholds.high(), thresholds.low());
        return new Trial(k, rules, pair, decoder, validation, background, folds);
    }

    private static Figures figures(Trial trial, Decision decision, IntPredicate clips, IntPredicate background) {
        float gate = decision.thresholds().gate();
        SourceRuns.Counts counts = trial.runs.at(gate, clips);
        AlarmTail tail = trial.tail(background);
        return new Figures(counts.events(), counts.segments(), tail.count(gate), tail.hours());
    }

    private static Map<String, BinaryScores> bySource(Trial trial, Decision decision) {
        Map<String, BinaryScores> sources = new LinkedHashMap<>();
        for (int g = 0; g < trial.folds.groupNames().size(); g++) {
            int group = g;
            IntPredicate ofGroup = clip -> {
                for (int other : trial.folds.groups().get(clip)) {
                    if (other == group) {
                        return true;
                    }
                }
                return false;
            };
            BinaryScores events =
                    trial.runs.at(decision.thresholds().gate(), ofGroup).events();
            sources.put(trial.folds.groupNames().get(g), events);
        }
        return sources;
    }

    private static List<double[]> curve(Trial trial) {
        AlarmTail tail = trial.tail(clip -> true);
        List<double[]> curve = new ArrayList<>();
        List<Float> gates = trial.runs.gates(clip -> true);
        int step = Math.max(1, gates.size() / CURVE_POINTS);
        for (int i = gates.size() - 1; i >= 0; i -= step) {
            float gate = gates.get(i);
            BinaryScores events = trial.runs.at(gate, clip -> true).events();
            curve.add(new double[] {tail.count(gate) / tail.hours(), events.recall()});
        }
        return curve;
    }
}
