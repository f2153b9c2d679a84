package org.earshot.trainer.eval.report;

import static org.earshot.trainer.eval.report.MarkdownTable.number;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.earshot.trainer.eval.metric.BinaryScores;
import org.earshot.trainer.eval.report.CardFacts.Other;
import org.earshot.trainer.eval.score.EvaluationReport;
import org.earshot.trainer.eval.score.FalseAlarms;

/**
 * The part of a model card that compares: with other models, with the same network in other precisions, and the source
 * data sets with one another. Stateless.
 */
final class CardComparison {
    private CardComparison() {}

    /** One row for each model, measured on the first set; nothing if there is no other. */
    static void others(CardFacts facts, CardText text) {
        if (facts.others().isEmpty()) {
            return;
        }
        text.heading("Beside other models");
        text.paragraph(
                "On %s, and false alarms over all labels on the same background; each at its own thresholds.",
                facts.results().get(0).name());
        MarkdownTable table = new MarkdownTable(
                "model", "tag mAP", "event F1", "segment F1", "event recall", "false alarms per hour");
        row(table, "**this one**", facts.results().get(0).report(), facts.falseAlarms());
        for (Other other : facts.others()) {
            row(table, other.name(), other.report(), other.alarms());
        }
        text.table(table);
    }

    /** How far other precisions report the same events; nothing without any. */
    static void twins(CardFacts facts, CardText text) {
        facts.twins().forEach((name, agreement) -> {
            int all = agreement.same() + agreement.moved() + agreement.onlyFirst();
            text.paragraph(
                    "Of the %d events that this model reports on %s, %s reports %d to the frame and %d with other"
                            + " limits; it misses %d and reports %d others.",
                    all,
                    facts.results().get(0).name(),
                    name,
                    agreement.same(),
                    agreement.moved(),
                    agreement.onlyFirst(),
                    agreement.onlySecond());
        });
    }

    /** Events found for each source data set; nothing if the sources are not known. */
    static void sources(CardFacts facts, CardText text) {
        if (facts.sources().isEmpty()) {
            return;
        }
        text.heading("By source of the sounds, on " + facts.results().get(0).name());
        Map<String, Map<String, BinaryScores>> bySource = new TreeMap<>();
        facts.sources()
                .forEach((label, sources) -> sources.forEach((source, scores) -> bySource.computeIfAbsent(
                                source.isEmpty() ? "unnamed" : source, key -> new LinkedHashMap<>())
                        .put(label, scores)));
        MarkdownTable table = new MarkdownTable("source data set", "found of events", "share", "by label");
        bySource.forEach((source, labels) -> {
            BinaryScores all = labels.values().stream().reduce(new BinaryScores(0, 0, 0), BinaryScores::plus);
            StringBuilder each = new StringBuilder();
            labels.forEach((label, scores) -> each.append(each.isEmpty() ? "" : ", ")
                    .append(label)
                    .append(' ')
                    .append(of(scores)));
            table.row(source, of(all), number(all.recall()), each);
        });
        text.table(table);
    }

    private static void row(MarkdownTable table, String name, EvaluationReport report, FalseAlarms alarms) {
        boolean strong = report.events() != null;
        table.row(
                name,
                number(report.tagging().macro().averagePrecision()),
                strong ? number(report.events().macro().f1()) : "-",
                strong ? number(report.segments().macro().f1()) : "-",
                strong ? number(report.events().macro().recall()) : "-",
                alarms.hours() > 0 ? number(alarms.perHour()) : "-");
    }

    private static String of(BinaryScores scores) {
        return scores.truePositives() + " of " + (scores.truePositives() + scores.falseNegatives());
    }
}
