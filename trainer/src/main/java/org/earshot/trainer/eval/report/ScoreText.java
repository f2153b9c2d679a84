package org.earshot.trainer.eval.report;

import java.util.List;
import java.util.Map;

/** The JSON of scored event lists as tables in text. Stateless. */
public final class ScoreText {
    private static final List<String> MEASURES =
            List.of("f1", "precision", "recall", "error_rate", "deletion", "insertion");

    private ScoreText() {}

    /** @param json {event, segment, tagging, collar_sweep, psds, psds1, psds2, intervals_95}, each if there is one */
    public static String of(Map<String, Object> json) {
        StringBuilder text = new StringBuilder();
        for (String section : List.of("event", "segment")) {
            if (json.get(section) instanceof Map<?, ?> report) {
                text.append(detection(section, report)).append('\n');
            }
        }
        if (json.get("tagging") instanceof Map<?, ?> tags) {
            text.append(new MarkdownTable("tags, all labels", "F1", "precision", "recall")
                    .row("all", number(tags.get("f1")), number(tags.get("precision")), number(tags.get("recall"))));
            text.append('\n');
        }
        if (json.get("collar_sweep") instanceof List<?> sweep) {
            text.append(sweep(sweep)).append('\n');
        }
        MarkdownTable scores = new MarkdownTable("polyphonic sound detection", "score");
        json.forEach((name, value) -> {
            if (name.startsWith("psds")) {
                scores.row(name, number(value));
            }
        });
        if (json.keySet().stream().anyMatch(name -> name.startsWith("psds"))) {
            text.append(scores).append('\n');
        }
        if (json.get("intervals_95") instanceof Map<?, ?> intervals) {
            MarkdownTable table = new MarkdownTable("95 % interval over recordings", "from", "to");
            intervals.forEach((name, ends) -> {
                Object[] pair = (Object[]) ends;
                table.row(name, number(pair[0]), number(pair[1]));
            });
            text.append(table);
        }
        return text.toString().stripTrailing() + "\n";
    }

    private static MarkdownTable detection(String section, Map<?, ?> report) {
        MarkdownTable table = new MarkdownTable(
                section, "F1", "precision", "recall", "error rate", "deletion", "insertion", "reference", "estimated");
        row(table, "all together", report.get("micro"));
        row(table, "mean of labels", report.get("macro"));
        ((Map<?, ?>) report.get("labels")).forEach((label, scores) -> row(table, String.valueOf(label), scores));
        return table;
    }

    private static void row(MarkdownTable table, String name, Object scores) {
        Map<?, ?> measures = (Map<?, ?>) scores;
        Object[] cells = new Object[MEASURES.size() + 3];
        cells[0] = name;
        for (int i = 0; i < MEASURES.size(); i++) {
            cells[i + 1] = number(measures.get(MEASURES.get(i)));
        }
        cells[cells.length - 2] = measures.get("reference");
        cells[cells.length - 1] = measures.get("estimated");
        table.row(cells);
    }

    private static MarkdownTable sweep(List<?> sweep) {
        MarkdownTable table = new MarkdownTable("collar in s", "F1 all together", "F1 mean", "error rate mean");
        for (Object point : sweep) {
            Map<?, ?> values = (Map<?, ?>) point;
            table.row(
                    values.get("collar"),
                    number(values.get("micro_f1")),
                    number(values.get("macro_f1")),
                    number(values.get("macro_error_rate")));
        }
        return table;
    }

    private static String number(Object value) {
        return MarkdownTable.number(value instanceof Number number ? number.doubleValue() : Double.NaN);
    }
}
