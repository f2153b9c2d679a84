package org.earshot.trainer.eval.report;

import static org.earshot.trainer.eval.report.MarkdownTable.number;

import java.util.List;
import java.util.Locale;
import org.earshot.trainer.eval.metric.DetectionScores;
import org.earshot.trainer.eval.metric.Interval;
import org.earshot.trainer.eval.metric.TaggingReport;
import org.earshot.trainer.eval.report.CardFacts.Result;
import org.earshot.trainer.eval.score.ConfusionMatrix;
import org.earshot.trainer.eval.score.EvaluationReport;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.FalseAlarms;
import org.earshot.trainer.eval.score.SnrBreakdown;

/** The part of a model card that says how well the model does: by set, by label, by level, on background. Stateless. */
final class CardMeasures {
    private CardMeasures() {}

    /** One row for each set. */
    static void results(CardFacts facts, CardText text) {
        text.heading("How good it is");
        text.paragraph(
                "Measured with the detector's own scoring and decoding (%s). Brackets: 95 %% bootstrap interval over"
                        + " clips."
                        + " Event: tolerance 200 ms / 50 %%. Segment: 1 s. Means over labels unless noted otherwise.",
                facts.decoder() == EventDecoder.Mode.STREAM ? "as a stream" : "as whole clips");
        MarkdownTable table = new MarkdownTable(
                "on",
                "clips",
                "tag mAP",
                "tag AUC",
                "tag F1",
                "frame mAP",
                "frame AUC",
                "event F1",
                "event ER",
                "segment F1");
        for (Result result : facts.results()) {
            EvaluationReport r = result.report();
            boolean strong = r.events() != null;
            table.row(
                    result.name(),
                    result.clips(),
                    with(r, "tagging.map", r.tagging().macro().averagePrecision()),
                    with(r, "tagging.auc", r.tagging().macro().auc()),
                    number(decided(facts, r).macro().f1()),
                    strong ? with(r, "frame.map", r.frames().macro().averagePrecision()) : "-",
                    strong ? with(r, "frame.auc", r.frames().macro().auc()) : "-",
                    strong ? with(r, "event.f1", r.events().macro().f1()) : "-",
                    strong ? with(r, "event.error_rate", r.events().macro().errorRate()) : "-",
                    strong ? with(r, "segment.f1", r.segments().macro().f1()) : "-");
        }
        text.table(table);
    }

    /** One row for each label, on the first set. */
    static void labels(CardFacts facts, CardText text) {
        Result first = facts.results().get(0);
        EvaluationReport r = first.report();
        text.heading("By label, on " + first.name());
        MarkdownTable table = new MarkdownTable(
                "label",
                "clips",
                "tag AP",
                "tag AUC",
                "tag F1",
                "event F1",
                "event ER",
                "deletions",
                "insertions",
                "segment F1");
        for (String label : facts.model().manifest().labels()) {
            TaggingReport.LabelScores tag = r.tagging().labels().get(label);
            DetectionScores event =
                    r.events() == null ? null : r.events().labels().get(label);
            table.row(
                    label,
                    (long) tag.positives(),
                    number(tag.averagePrecision()),
                    number(tag.auc()),
                    number(decided(facts, r).labels().get(label).f1()),
                    event == null ? "-" : number(event.f1()),
                    event == null ? "-" : number(event.errorRate()),
                    event == null ? "-" : number(event.deletion()),
                    event == null ? "-" : number(event.insertion()),
                    event == null
                            ? "-"
                            : number(r.segments().labels().get(label).f1()));
        }
        text.table(table);
    }

    /** Events found, by their level above the background; nothing if the levels are not known. */
    static void levels(SnrBreakdown levels, CardText text) {
        if (levels.labels().isEmpty()) {
            return;
        }
        text.heading("By level above the background");
        text.paragraph("Share of the events whose clip has the tag / that are found as events (number of events in"
                + " brackets).");
        MarkdownTable table = new MarkdownTable(
                "label",
                levels.bands().get(0),
                levels.bands().get(1),
                levels.bands().get(2));
        levels.labels().forEach((label, row) -> table.row(label, cell(row.get(0)), cell(row.get(1)), cell(row.get(2))));
        table.row("all", cell(levels.all(0)), cell(levels.all(1)), cell(levels.all(2)));
        text.table(table);
    }

    /** Events reported where there are none. */
    static void alarms(FalseAlarms alarms, CardText text) {
        text.heading("False alarms");
        text.paragraph(
                "Events reported in %.2f h of background and distracting sounds without any of the labels:"
                        + " %s per hour over all labels.",
                alarms.hours(), number(alarms.perHour()));
        MarkdownTable table = new MarkdownTable("label", "alarms", "per hour");
        alarms.counts().forEach((label, count) -> table.row(label, count, number(alarms.perHour(label))));
        text.table(table);
    }

    /** The labels most often reported in place of another, and the pictures. */
    static void confusions(CardFacts facts, CardText text) {
        text.heading("Known confusions");
        List<ConfusionMatrix.Confusion> largest = facts.confusions().largest(10);
        if (largest.isEmpty()) {
            text.paragraph("None on this set.");
        } else {
            MarkdownTable table = new MarkdownTable("sound in the clip", "reported although absent", "share of clips");
            largest.forEach(c -> table.row(c.heard(), c.taken(), number(c.share())));
            text.table(table);
        }
        facts.pictures().forEach((title, file) -> text.paragraph("![%s](%s)", title, file));
    }

    /** Decisions on tags as the decoder makes them. */
    private static TaggingReport decided(CardFacts facts, EvaluationReport report) {
        return facts.decoder() == EventDecoder.Mode.STREAM ? report.taggingAsStream() : report.tagging();
    }

    private static String with(EvaluationReport report, String name, double value) {
        Interval interval = report.intervals().get(name);
        return number(value)
                + (interval == null ? "" : " [" + number(interval.low()) + ", " + number(interval.high()) + "]");
    }

    private static String cell(SnrBreakdown.Cell cell) {
        return cell.events() == 0
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.2f / %.2f (%d)",
                        (double) cell.tagged() / cell.events(),
                        (double) cell.found() / cell.events(),
                        cell.events());
    }
}
