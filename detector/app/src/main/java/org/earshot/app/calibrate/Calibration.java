package org.earshot.app.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.earshot.app.calibrate.PlaceSound.Heard;
import org.earshot.core.alarm.AlarmTail;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;

/**
 * Chooses the thresholds of a group of sources from their own sound: such that at most a given number of the events
 * that nobody confirmed would have been emitted, and as many are to be expected in as much sound again. Immutable.
 */
public final class Calibration {
    private static final int EXAMPLES = 3;
    private static final int CURVE_POINTS = 16;

    private final Manifest manifest;
    private final List<Thresholds> own;
    private final Heard heard;
    private final AlarmRate most;
    private final ReviewedEvents reviews;
    private final RecallCurve recall;
    private final List<List<PlaceEvent>> falseAlarms = new ArrayList<>();
    private final List<List<PlaceEvent>> confirmed = new ArrayList<>();
    private final List<AlarmTail> tails = new ArrayList<>();
    private final double[] least;

    /**
     * @param own thresholds in force, in the manifest's order
     * @param heard the events of the sources at {@link #lowest}
     * @param most false alarms of all labels together
     * @param alsoLower true if thresholds may fall below those in force
     */
    public Calibration(
            Manifest manifest,
            List<Thresholds> own,
            Heard heard,
            AlarmRate most,
            ReviewedEvents reviews,
            boolean alsoLower) {
        this.manifest = manifest;
        this.own = List.copyOf(own);
        this.heard = heard;
        this.most = most;
        this.reviews = reviews;
        this.recall = new RecallCurve(manifest);
        this.least = own.stream()
                .mapToDouble(thresholds -> alsoLower ? ThresholdStep.lowest(thresholds) : 0)
                .toArray();
        for (int k = 0; k < own.size(); k++) {
            falseAlarms.add(new ArrayList<>());
            confirmed.add(new ArrayList<>());
        }
        for (PlaceEvent event : heard.events()) {
            boolean real = reviews.confirm(event, manifest.labels().get(event.label()));
            (real ? confirmed : falseAlarms).get(event.label()).add(event);
        }
        List<AlarmTail.Label> labels = new ArrayList<>();
        for (int k = 0; k < own.size(); k++) {
            labels.add(new AlarmTail.Label(ThresholdStep.lowest(own.get(k)), margins(falseAlarms.get(k))));
        }
        double meanPower = AlarmTail.meanPower(labels);
        labels.forEach(label -> tails.add(new AlarmTail(label.lowest(), label.margins(), meanPower)));
    }

    /** The thresholds at which sound is analysed for a calibration: the lowest that are tried. */
    public static List<Thresholds> lowest(List<Thresholds> own) {
        return own.stream()
                .map(thresholds -> ThresholdStep.moved(thresholds, ThresholdStep.lowest(thresholds)))
                .toList();
    }

    /** The thresholds chosen, in the manifest's order. */
    public List<Thresholds> thresholds() {
        return choices().stream().map(LabelChoice::chosen).toList();
    }

    /** The sources. */
    public List<PlaceSound.SourceTime> heardSources() {
        return heard.sources();
    }

    /** What is chosen for each label, in the manifest's order. */
    List<LabelChoice> choices() {
        return choices(most.in(heard.seconds()));
    }

    private List<LabelChoice> choices(double wanted) {
        double[] steps = AlarmBudget.steps(tails, wanted, least);
        List<LabelChoice> choices = new ArrayList<>();
        for (int k = 0; k < steps.length; k++) {
            String label = manifest.labels().get(k);
            Thresholds chosen = ThresholdStep.moved(own.get(k), steps[k]);
            choices.add(new LabelChoice(
                    label,
                    own.get(k),
                    chosen,
                    count(falseAlarms.get(k), own.get(k)),
                    count(falseAlarms.get(k), chosen),
                    tails.get(k).expected(steps[k]),
                    count(confirmed.get(k), own.get(k)),
                    count(confirmed.get(k), chosen),
                    recall.recall(label, own.get(k).gate()),
                    recall.recall(label, chosen.gate())));
        }
        return choices;
    }

    /**
     * What it costs to save alarms.
     *
     * @param saved alarms a unit of the rate that would not have been emitted
     * @param recallLost mean over the labels of which it is known; NaN if of none
     * @param step mean of the labels' steps
     */
    record Cost(double saved, double recallLost, double step) {}

    /** From no alarm saved to what was chosen and a little beyond. */
    List<Cost> costs() {
        double seconds = heard.seconds();
        double[] none = new double[own.size()];
        double most = Math.max(1, AlarmBudget.total(tails, none));
        double fewest = Math.min(most, this.most.in(seconds)) / 4;
        List<Cost> costs = new ArrayList<>();
        for (int i = 0; i <= CURVE_POINTS; i++) {
            double wanted = most * Math.pow(fewest / most, (double) i / CURVE_POINTS);
            List<LabelChoice> choices = choices(wanted);
            double[] steps = AlarmBudget.steps(tails, wanted, least);
            double saved = choices.stream()
                    .mapToInt(choice -> choice.before() - choice.after())
                    .sum();
            costs.add(new Cost(
                    this.most.per(saved, seconds),
                    choices.stream()
                            .map(LabelChoice::recallLost)
                            .filter(lost -> lost.isPresent())
                            .mapToDouble(lost -> lost.getAsDouble())
                            .average()
                            .orElse(Double.NaN),
                    Arrays.stream(steps).average().orElse(0)));
        }
        return costs;
    }

    /**
     * Of a label the false alarms that are highest above the thresholds before, of those that were emitted with them.
     */
    List<PlaceEvent> examples(int label) {
        Thresholds thresholds = own.get(label);
        return falseAlarms.get(label).stream()
                .filter(event -> isTold(event, thresholds))
                .sorted(Comparator.comparingDouble(
                                (PlaceEvent event) -> ThresholdStep.margin(thresholds, event.peak(), event.tag()))
                        .reversed())
                .limit(EXAMPLES)
                .toList();
    }

    Manifest manifest() {
        return manifest;
    }

    AlarmRate most() {
        return most;
    }

    Heard heard() {
        return heard;
    }

    ReviewedEvents reviews() {
        return reviews;
    }

    /** Whether the model's file says what higher thresholds cost. */
    boolean recallIsKnown() {
        return recall.isKnown(manifest.labels());
    }

    private static int count(List<PlaceEvent> events, Thresholds thresholds) {
        return (int) events.stream().filter(event -> isTold(event, thresholds)).count();
    }

    private static boolean isTold(PlaceEvent event, Thresholds thresholds) {
        return event.tag() > thresholds.gate() && event.peak() >= thresholds.high();
    }

    private double[] margins(List<PlaceEvent> events) {
        double[] ascending = events.stream()
                .mapToDouble(event -> ThresholdStep.margin(own.get(event.label()), event.peak(), event.tag()))
                .filter(margin ->
                        margin > ThresholdStep.lowest(own.get(events.get(0).label())))
                .sorted()
                .toArray();
        double[] descending = new double[ascending.length];
        for (int i = 0; i < ascending.length; i++) {
            descending[i] = ascending[ascending.length - 1 - i];
        }
        return descending;
    }
}
