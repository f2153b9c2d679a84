package org.earshot.trainer.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The results of an experiment as a Markdown table: mean and standard deviation over seeds and folds. */
final class ResultTable {
    private static final Map<String, String> COLUMNS = columns();

    private ResultTable() {}

    static String of(Experiment experiment, List<RunResult> results) {
        StringBuilder text = new StringBuilder("# " + experiment.name() + "\n\n" + experiment.question() + "\n\n");
        text.append("| variant | runs | parameters |");
        COLUMNS.values().forEach(title -> text.append(' ').append(title).append(" |"));
        text.append("\n|---|---|---|").append("---|".repeat(COLUMNS.size())).append('\n');
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
            COLUMNS.keySet()
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
        double mean = java.util.Arrays.stream(values).average().orElseThrow();
        double squares = java.util.Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .sum();
        return values.length == 1
                ? String.format(Locale.ROOT, "%.3f", mean)
                : String.format(Locale.ROOT, "%.3f ± %.3f", mean, Math.sqrt(squares / (values.length - 1)));
    }

    /** The runs behind a table, for the text beside it. */
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
