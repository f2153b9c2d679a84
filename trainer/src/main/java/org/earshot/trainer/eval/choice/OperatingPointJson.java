package org.earshot.trainer.eval.choice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.trainer.eval.choice.OperatingPoints.Figures;
import org.earshot.trainer.eval.choice.OperatingPoints.LabelPoint;
import org.earshot.trainer.eval.choice.OperatingPoints.LabelResult;

/** The chosen operating points as JSON, with their results on all clips and on held-out sources. Stateless. */
public final class OperatingPointJson {
    /** Key of the curves: for each label, pairs of alarms per hour and recall, from the highest gate to the lowest. */
    public static final String CURVES = "curves_alarms_per_hour_and_recall";

    private OperatingPointJson() {}

    /**
     * @param chosen the model's own thresholds, in the order of its labels
     * @param figures their results on all clips
     */
    public static Map<String, Object> of(OperatingPoints result, List<Decision> chosen, List<Figures> figures) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "chosen_for",
                "the largest event F1 (200 ms / 50 %) with all sources weighted equally, plus half the segment F1 (1"
                        + " s) and half the recall, on validation clips");
        json.put("background_hours", figures.get(0).hours());
        json.put("min_event_frames", chosen.get(0).minEventFrames());
        json.put("max_gap_frames", chosen.get(0).maxGapFrames());
        json.put("event_macro_f1", macro(figures, f -> f.events().f1()));
        json.put("segment_macro_f1", macro(figures, f -> f.segments().f1()));
        json.put("event_macro_recall", macro(figures, f -> f.events().recall()));
        json.put(
                "alarms_per_hour",
                figures.stream().mapToDouble(Figures::alarmsPerHour).sum());
        Map<String, Object> labels = new LinkedHashMap<>();
        Map<String, Object> curves = new LinkedHashMap<>();
        for (int k = 0; k < chosen.size(); k++) {
            LabelResult label = result.labels().get(k);
            Map<String, Object> entry = decision(chosen.get(k), false);
            entry.put("sources", label.sources());
            entry.putAll(figures(figures.get(k)));
            labels.put(label.label(), entry);
            curves.put(label.label(), curve(label));
        }
        json.put("labels", labels);
        Map<String, Object> all = new LinkedHashMap<>();
        for (int t = 0; t < result.limits().size(); t++) {
            all.put(result.limits().get(t).name(), point(result, t));
        }
        json.put("operating_points", all);
        json.put(CURVES, curves);
        return json;
    }

    private static Map<String, Object> point(OperatingPoints result, int target) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("max_alarms_per_hour_and_label", result.limits().get(target).alarmsPerHour());
        List<Figures> chosen = new ArrayList<>();
        List<Figures> heldOut = new ArrayList<>();
        Map<String, Object> labels = new LinkedHashMap<>();
        for (LabelResult label : result.labels()) {
            LabelPoint point = label.points().get(target);
            Map<String, Object> entry = decision(point.decision(), true);
            entry.put("chosen_on_all", figures(point.chosen()));
            chosen.add(point.chosen());
            if (point.heldOut() != null) {
                entry.put(label.byDataset() ? "held_out_by_dataset" : "held_out_by_source", figures(point.heldOut()));
                heldOut.add(point.heldOut());
            }
            Map<String, Object> sources = new LinkedHashMap<>();
            point.bySource()
                    .forEach((name, events) -> sources.put(
                            name.isEmpty() ? "unnamed" : name,
                            List.of(events.truePositives(), events.truePositives() + events.falseNegatives())));
            entry.put("found_of_events_by_dataset", sources);
            labels.put(label.label(), entry);
        }
        json.put("chosen_on_all", macros(chosen));
        if (!heldOut.isEmpty()) {
            json.put("held_out", macros(heldOut));
        }
        json.put("labels", labels);
        return json;
    }

    private static Map<String, Object> macros(List<Figures> figures) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("labels", figures.size());
        json.put("event_macro_f1", macro(figures, f -> f.events().f1()));
        json.put("event_macro_recall", macro(figures, f -> f.events().recall()));
        json.put("segment_macro_f1", macro(figures, f -> f.segments().f1()));
        json.put(
                "alarms_per_hour",
                figures.stream().mapToDouble(Figures::alarmsPerHour).sum());
        return json;
    }

    private static double macro(List<Figures> figures, java.util.function.ToDoubleFunction<Figures> measure) {
        return figures.stream().mapToDouble(measure).average().orElse(0);
    }

    private static Map<String, Object> decision(Decision decision, boolean lengths) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gate", decision.thresholds().gate());
        json.put("high", decision.thresholds().high());
        json.put("low", decision.thresholds().low());
        if (lengths) {
            json.put("min_event_frames", decision.minEventFrames());
            json.put("max_gap_frames", decision.maxGapFrames());
        }
        return json;
    }

    private static Map<String, Object> figures(Figures figures) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("event_f1", figures.events().f1());
        json.put("event_precision", figures.events().precision());
        json.put("event_recall", figures.events().recall());
        json.put("segment_f1", figures.segments().f1());
        json.put("alarms_per_hour", figures.alarmsPerHour());
        return json;
    }

    private static List<List<Double>> curve(LabelResult label) {
        return label.curve().stream()
                .map(point -> List.of(rounded(point[0]), rounded(point[1])))
                .toList();
    }

    private static double rounded(double value) {
        return Math.round(1000 * value) / 1000.0;
    }
}
