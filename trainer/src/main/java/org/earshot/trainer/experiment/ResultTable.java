package org.earshot.trainer.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.earshot.trainer.eval.report.MarkdownTable;

/**
 * The results of an experiment as Markdown tables: mean and standard deviation over seeds and folds, their intervals,
 * and how far the paper's claims hold.
 */
final class ResultTable {
    private static final Map<String, String> COLUMNS = columns();
    private static final Map<String, String> FURTHER = Map.of(
            "event_20.f1", "event F1, 20 %",
            "tagging.micro_f1", "AT F1, all labels",
            "segment.micro_f1", "1-s F1, all labels",
            "segment.micro_error_rate", "1-s ER",
            "segment_pool.micro_f1", "1-s F1, pooled",
            "segment_pool.micro_error_rate", "1-s ER, pooled");

    /** Measures that the paper's claims are about. */
    private static final List<String> CLAIMED =
            List.of("tagging.map", "tagging.auc", "frame.map", "frame.auc", "event.f1");

    private ResultTable() {}

    static String of(Experiment experiment, List<RunResult> results) {
        Map<String, String> columns = new LinkedHashMap<>(COLUMNS);
        experiment.protocol().measures().forEach(key -> columns.put(key, FURTHER.get(key)));
        return "# " + experiment.name() + "\n\n" + experiment.question() + "\n\n" + means(experiment, results, columns)
                + intervals(experiment, results, columns) + claims(experiment, results);
    }

    private static MarkdownTable means(Experiment experiment, List<RunResult> results, Map<String, String> columns) {
        MarkdownTable table = table(columns, "variant", "runs", "parameters");
        for (Variant variant : experiment.variants()) {
            List<RunResult> runs = runs(results, variant.name());
            if (!runs.isEmpty()) {
                List<Object> cells = new ArrayList<>(List.of(
                        variant.name(),
                        runs.size(),
                        String.format(Locale.ROOT, "%,d", runs.get(0).parameters())));
                columns.keySet().forEach(key -> cells.add(mean(spread(runs, key))));
                table.row(cells.toArray());
            }
        }
        return table;
    }

    /** The intervals of the means; empty as long as every row has one run only. */
    private static String intervals(Experiment experiment, List<RunResult> results, Map<String, String> columns) {
        MarkdownTable table = table(columns, "variant");
        boolean filled = false;
        for (Variant variant : experiment.variants()) {
            List<RunResult> runs = runs(results, variant.name());
            if (runs.size() > 1) {
                List<Object> cells = new ArrayList<>(List.of(variant.name()));
                columns.keySet().forEach(key -> cells.add(interval(spread(runs, key))));
                table.row(cells.toArray());
                filled = true;
            }
        }
        return filled ? "The mean lies within, with 95 % confidence (Student's t over the runs):\n\n" + table : "";
    }

    /** How far the paper's claims hold; empty as long as no run of one row can be compared with one of another. */
    private static String claims(Experiment experiment, List<RunResult> results) {
        Map<String, String> columns = new LinkedHashMap<>();
        CLAIMED.forEach(key -> columns.put(key, COLUMNS.get(key)));
        MarkdownTable table = table(columns, "the paper's claim", "pairs");
        boolean filled = false;
        for (Comparison claim : experiment.claims()) {
            int pairs = claim.difference(results, CLAIMED.get(0)).count();
            if (pairs > 0) {
                List<Object> cells = new ArrayList<>(List.of(claim.better() + " > " + claim.worse(), pairs));
                CLAIMED.forEach(key -> cells.add(Comparison.cell(claim.difference(results, key))));
                table.row(cells.toArray());
                filled = true;
            }
        }
        return filled
                ? "Differences between runs of the same seed, with intervals of 95 %; yes or no where the interval"
                        + " leaves 0 out, else open:\n\n" + table
                : "";
    }

    private static MarkdownTable table(Map<String, String> columns, String... first) {
        List<String> titles = new ArrayList<>(List.of(first));
        titles.addAll(columns.values());
        return new MarkdownTable(titles.toArray(String[]::new));
    }

    private static List<RunResult> runs(List<RunResult> results, String variant) {
        return results.stream().filter(r -> r.variant().equals(variant)).toList();
    }

    static Spread spread(List<RunResult> runs, String key) {
        return Spread.of(runs.stream().map(r -> r.measures().get(key)).toList());
    }

    private static String mean(Spread spread) {
        String mean = MarkdownTable.number(spread.mean());
        return spread.hasInterval() ? mean + " ± " + MarkdownTable.number(spread.deviation()) : mean;
    }

    private static String interval(Spread spread) {
        return spread.hasInterval()
                ? MarkdownTable.number(spread.low()) + " to " + MarkdownTable.number(spread.high())
                : "-";
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
