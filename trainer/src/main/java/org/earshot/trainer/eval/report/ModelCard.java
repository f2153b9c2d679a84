package org.earshot.trainer.eval.report;

import static org.earshot.trainer.eval.report.MarkdownTable.number;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.metric.DetectionScores;
import org.earshot.trainer.eval.metric.Interval;
import org.earshot.trainer.eval.metric.TaggingReport;
import org.earshot.trainer.eval.report.CardFacts.Result;
import org.earshot.trainer.eval.score.ConfusionMatrix;
import org.earshot.trainer.eval.score.EvaluationReport;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.FalseAlarms;
import org.earshot.trainer.eval.score.SnrBreakdown;

/**
 * Writes what a person must know before using a model: what it is for and what it is not, under which licence, how good
 * it is on what, how often it cries wolf, why its thresholds are what they are, what it confuses, and where it comes from.
 *
 * <p>Immutable.
 */
public final class ModelCard {
    private final CardFacts facts;
    private final Manifest manifest;
    private final StringBuilder text = new StringBuilder();

    private ModelCard(CardFacts facts) {
        this.facts = facts;
        this.manifest = facts.model().manifest();
    }

    /** The card in Markdown. */
    public static String markdown(CardFacts facts) {
        ModelCard card = new ModelCard(facts);
        card.title();
        card.use();
        card.licence();
        card.results();
        card.labels();
        card.levels();
        card.alarms();
        card.thresholds();
        card.confusions();
        card.provenance();
        return card.text.toString().stripTrailing() + "\n";
    }

    private void title() {
        say("# Model card: %s %s", manifest.name(), manifest.version());
        say("Hears %d sounds in live audio: %s.", manifest.classes(), String.join(", ", manifest.labels()));
        MarkdownTable table = new MarkdownTable("", "");
        table.row("file", String.format(Locale.ROOT, "%.2f MB", facts.model().bytes().length / 1e6));
        table.row("SHA-256", "`" + facts.model().sha256() + "`");
        table.row(
                "input",
                String.format(
                        Locale.ROOT,
                        "log-mel, %d Hz, window %d, hop %d, %d bands from %.0f to %.0f Hz",
                        manifest.frontEnd().rateHz(),
                        manifest.frontEnd().windowSamples(),
                        manifest.frontEnd().hopSamples(),
                        manifest.frontEnd().mels(),
                        manifest.frontEnd().minHz(),
                        manifest.frontEnd().maxHz()));
        table.row("pooling", manifest.pooling() + (manifest.streams() ? ", streams" : ", whole clips only"));
        table.row(
                "activity",
                manifest.activity().isWindowed()
                        ? "pooled over a sliding window of "
                                + manifest.activity().windowFrames() + " frames, "
                                + manifest.activity().aheadFrames() + " of them ahead"
                        : "as the network gives it");
        text.append(table);
    }

    private void use() {
        heading("Use and misuse");
        say("For drawing attention to sounds in recordings and live streams: monitoring of machines and places, tagging"
                + " of archives, research. Scores are no probabilities, and no event is not proof of silence.");
        say("Not for decisions about people without someone who listens, not as the only alarm where life or property"
                + " depends on it, and not for listening in: the labels name kinds of sounds, and `speech`, where it is"
                + " one, says that someone speaks and nothing more. Where people can be heard, the law of the place"
                + " applies to the microphone before it applies to the model.");
        if (Boolean.TRUE.equals(manifest.training().get("short_clips"))) {
            say("It was trained on tags alone, of clips that were partly shorter than the 10 s it is measured on.");
        } else {
            say("It was trained on clip tags alone; when things sound was never told to it.");
        }
    }

    private void licence() {
        heading("Data and licences");
        boolean nonCommercial = facts.licences().keySet().stream()
                .anyMatch(l -> l.toUpperCase(Locale.ROOT).matches(".*\\bNC\\b.*"));
        if (nonCommercial) {
            say("**Non-commercial.** Some of the recordings it was trained on may be used for non-commercial purposes"
                    + " only, so the training data as a whole are non-commercial, and this model carries the same"
                    + " restriction. For commercial use train a model on recordings that permit it.");
        }
        if (facts.licenceNote() != null) {
            say("%s", facts.licenceNote());
        } else if (facts.licences().isEmpty()) {
            say("The licences of the training data are not recorded here. Until whoever trained the model says"
                    + " otherwise, take it that it may not be used commercially.");
        }
        if (!facts.licences().isEmpty()) {
            MarkdownTable table = new MarkdownTable("licence of the recordings", "number");
            facts.licences().forEach(table::row);
            text.append(table);
        }
    }

    private void results() {
        heading("How good it is");
        say(
                "Measured with the detector's own scoring and decoding (%s). Brackets: 95 %% bootstrap interval over clips."
                        + " Event: 200 ms / 50 %% tolerance. Segment: 1 s. Means over labels where nothing else is said.",
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
                    number(decided(r).macro().f1()),
                    strong ? with(r, "frame.map", r.frames().macro().averagePrecision()) : "-",
                    strong ? with(r, "frame.auc", r.frames().macro().auc()) : "-",
                    strong ? with(r, "event.f1", r.events().macro().f1()) : "-",
                    strong ? with(r, "event.error_rate", r.events().macro().errorRate()) : "-",
                    strong ? with(r, "segment.f1", r.segments().macro().f1()) : "-");
        }
        text.append(table);
    }

    /** Decisions on tags as the decoder takes them. */
    private TaggingReport decided(EvaluationReport report) {
        return facts.decoder() == EventDecoder.Mode.STREAM ? report.taggingAsStream() : report.tagging();
    }

    private static String with(EvaluationReport report, String name, double value) {
        Interval interval = report.intervals().get(name);
        return number(value)
                + (interval == null ? "" : " [" + number(interval.low()) + ", " + number(interval.high()) + "]");
    }

    private void labels() {
        Result first = facts.results().get(0);
        EvaluationReport r = first.report();
        heading("By label, on " + first.name());
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
        for (String label : manifest.labels()) {
            TaggingReport.LabelScores tag = r.tagging().labels().get(label);
            DetectionScores event =
                    r.events() == null ? null : r.events().labels().get(label);
            table.row(
                    label,
                    (long) tag.positives(),
                    number(tag.averagePrecision()),
                    number(tag.auc()),
                    number(decided(r).labels().get(label).f1()),
                    event == null ? "-" : number(event.f1()),
                    event == null ? "-" : number(event.errorRate()),
                    event == null ? "-" : number(event.deletion()),
                    event == null ? "-" : number(event.insertion()),
                    event == null
                            ? "-"
                            : number(r.segments().labels().get(label).f1()));
        }
        text.append(table);
    }

    private void levels() {
        SnrBreakdown levels = facts.levels();
        if (levels.labels().isEmpty()) {
            return;
        }
        heading("By level above the background");
        say("Share of the events whose clip is tagged / that are found as events, and their number.");
        MarkdownTable table = new MarkdownTable(
                "label",
                levels.bands().get(0),
                levels.bands().get(1),
                levels.bands().get(2));
        levels.labels().forEach((label, row) -> table.row(label, cell(row.get(0)), cell(row.get(1)), cell(row.get(2))));
        table.row("all", cell(levels.all(0)), cell(levels.all(1)), cell(levels.all(2)));
        text.append(table);
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

    private void alarms() {
        FalseAlarms alarms = facts.falseAlarms();
        heading("False alarms");
        say(
                "Events reported in %.2f h of background and distracting sounds in which none of the labels is heard:"
                        + " %s an hour over all labels.",
                alarms.hours(), number(alarms.perHour()));
        MarkdownTable table = new MarkdownTable("label", "alarms", "an hour");
        alarms.counts().forEach((label, count) -> table.row(label, count, number(alarms.perHour(label))));
        text.append(table);
    }

    private void thresholds() {
        heading("Thresholds and why");
        if (manifest.training().get("thresholds") instanceof Map<?, ?> chosen) {
            say(
                    "Chosen for %s, under at most %s false alarms an hour and label on %s h of background. They are"
                            + " starting points: raise the gate of a label that cries wolf at your place.",
                    chosen.get("chosen_for"),
                    chosen.get("max_alarms_per_hour"),
                    rounded(chosen.get("background_hours")));
        } else {
            say("Not tuned: every label has the defaults of the paper.");
        }
        say(
                "Shortest event: more than %d frames; gaps of up to %d frames are bridged; a frame is %.0f ms.",
                manifest.minEventFrames(),
                manifest.maxGapFrames(),
                1000 * manifest.frontEnd().frameSeconds());
        MarkdownTable table = new MarkdownTable("label", "gate", "high", "low");
        for (int k = 0; k < manifest.classes(); k++) {
            Thresholds t = manifest.thresholds().get(k);
            table.row(manifest.labels().get(k), number(t.gate()), number(t.high()), number(t.low()));
        }
        text.append(table);
        if (manifest.training().get("thresholds") instanceof Map<?, ?> chosen) {
            text.append('\n').append(OperatingPointTables.of(chosen));
        }
    }

    private static String rounded(Object value) {
        return value instanceof Number n ? String.format(Locale.ROOT, "%.2f", n.doubleValue()) : String.valueOf(value);
    }

    private void confusions() {
        heading("Known confusions");
        List<ConfusionMatrix.Confusion> largest = facts.confusions().largest(10);
        if (largest.isEmpty()) {
            say("None on this set.");
        } else {
            MarkdownTable table = new MarkdownTable("heard", "reported although not heard", "share of clips");
            largest.forEach(c -> table.row(c.heard(), c.taken(), number(c.share())));
            text.append(table);
        }
        facts.pictures().forEach((title, file) -> say("![%s](%s)", title, file));
    }

    private void provenance() {
        heading("Provenance");
        MarkdownTable table = new MarkdownTable("", "");
        manifest.training().forEach((key, value) -> {
            if (!(value instanceof Map) && !String.valueOf(value).contains("\n")) {
                table.row(key, String.valueOf(value).replace("|", "\\|"));
            }
        });
        text.append(table);
        if (manifest.training().get("recipe") instanceof String recipe) {
            say("Recipe:");
            say("```\n%s\n```", recipe.strip());
        }
    }

    private void heading(String words) {
        text.append("## ").append(words).append("\n\n");
    }

    private void say(String format, Object... values) {
        text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
                .append("\n\n");
    }
}
