package org.earshot.trainer.experiment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The results of an experiment as a Markdown table: mean and standard deviation over seeds and folds. */
final class ResultTable {
    private static final Map<String, String> COLUMNS = columns();
    private static final Map<String, String> FURTHER = Map.of(
            "event_20.f1", "event F1, 20 %",
            "tagging.micro_f1", "AT F1, all labels",
            "segment.micro_f1", "1-s F1, all labels",
            "segment.micro_error_rate", "1-s ER",
            "segment_pool.micro_f1", "1-s F1, pooled",
            "segment_pool.micro_error_rate", "1-s ER, pooled");

    private ResultTable() {}

    static String of(Experiment experiment, List<RunResult> results) {
        Map<String, String> columns = new LinkedHashMap<>(COLUMNS);
        experiment.protocol().measures().forEach(key -> columns.put(key, FURTHER.get(key)));
        StringBuilder text = new StringBuilder("# " + experiment.name() + "\n\n" + experiment.question() + "\n\n");
        text.append("| variant | runs | parameters |");
        columns.values().forEach(title -> text.append(' ').append(title).append(" |"));
        text.append("\n|---|---|---|").append("---|".repeat(columns.size())).append('\n');
        for (Variant variant : experiment.variants()) {
            List<RunResult> runs = results.stream()
                    .filter(r -> r.variant().equals(variant.name()))
                    .toList();
            if (runs.isEmpty()) {
                continue;
            }
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %,d |",
                    variant.name(),
                    runs.size(),
                    runs.get(0).parameters()));
            columns.keySet()
                    .forEach(key -> text.append(' ').append(cell(runs, key)).append(" |"));
            text.append('\n');
        }
        return text.toString();
    }

    private static String cell(List<RunResult> runs, String key) {
        double[] values = runs.stream()
                .map(r -> r.measures().get(key))
                .filter(v -> v != null && !v.isNaN())
                .mapToDouble(Double::doubleValue)
                .toArray();
        if (values.length == 0) {
            return "-";
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return values.length == 1
                ? String.format(Locale.ROOT, "%.3f", mean)
                : String.format(Locale.ROOT, "%.3f ± %.3f", mean, Math.sqrt(squares / (values.length - 1)));
    }

    /** The seeds of the runs in a table, for the text below it. */
    static String seeds(List<RunResult> results) {
        return results.stream().map(r -> Long.toString(r.seed())).distinct().collect(Collectors.joining(", "));
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("tagging.f1", "AT F1");
        columns.put("tagging.auc", "AT AUC");
        columns.put("tagging.map", "AT mAP");
        columns.put("frame.f1", "frame F1");
        columns.put("frame.auc", "frame AUC");
        columns.put("frame.map", "frame mAP");
        columns.put("event.f1", "event F1");
        columns.put("event.error_rate", "ER");
        columns.put("event.deletion", "D");
        columns.put("event.insertion", "I");
        columns.put("segment.f1", "1-s F1");
        return columns;
    }
}
