package org.earshot.trainer.eval.report;

import static org.earshot.trainer.eval.report.MarkdownTable.number;

import java.util.Locale;
import java.util.Map;
import org.earshot.core.decode.RunRules;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;

/**
 * Writes what people need to know before they use a model: what it is and is not for, its licence, how well it does on
 * what, how many false alarms it raises, how its thresholds were chosen, what it confuses, and how it was made.
 *
 * <p>For one thread.
 */
public final class ModelCard {
    private final CardFacts facts;
    private final Manifest manifest;
    private final CardText text = new CardText();

    private ModelCard(CardFacts facts) {
        this.facts = facts;
        this.manifest = facts.model().manifest();
    }

    /** The card in Markdown. */
    public static String markdown(CardFacts facts) {
        ModelCard card = new ModelCard(facts);
        card.summary();
        card.use();
        card.licence();
        CardMeasures.results(facts, card.text);
        CardComparison.others(facts, card.text);
        CardComparison.twins(facts, card.text);
        CardMeasures.labels(facts, card.text);
        CardComparison.sources(facts, card.text);
        CardMeasures.levels(facts.levels(), card.text);
        CardMeasures.alarms(facts.falseAlarms(), card.text);
        card.thresholds();
        CardMeasures.confusions(facts, card.text);
        card.provenance();
        return card.text.toString();
    }

    private void summary() {
        text.title("Model card: " + manifest.name() + " " + manifest.version());
        text.paragraph(
                "Detects %d sounds in live audio: %s.", manifest.classes(), String.join(", ", manifest.labels()));
        FrontEnd frontEnd = manifest.frontEnd();
        MarkdownTable table = new MarkdownTable("", "");
        table.row("file", String.format(Locale.ROOT, "%.2f MB", facts.model().bytes().length / 1e6));
        table.row("SHA-256", "`" + facts.model().sha256() + "`");
        table.row(
                "input",
                String.format(
                        Locale.ROOT,
                        "log-mel, %d Hz, window %d, hop %d, %d bands from %.0f to %.0f Hz",
                        frontEnd.rateHz(),
                        frontEnd.windowSamples(),
                        frontEnd.hopSamples(),
                        frontEnd.mels(),
                        frontEnd.minHz(),
                        frontEnd.maxHz()));
        table.row("pooling", manifest.pooling() + (manifest.streams() ? ", streams" : ", whole clips only"));
        table.row(
                "activity",
                manifest.activity().isWindowed()
                        ? "pooled over a sliding window of "
                                + manifest.activity().windowFrames() + " frames, "
                                + manifest.activity().aheadFrames() + " of them ahead"
                        : "as output by the network");
        text.table(table);
    }

    private void use() {
        text.heading("Use and misuse");
        text.paragraph("For drawing attention to sounds in recordings and live streams: monitoring of machines and"
                + " places, tagging of archives, research. Scores are not probabilities, and the absence of an event"
                + " does not prove silence.");
        text.paragraph("Not for decisions about people unless a person listens, not as the only alarm where life or"
                + " property depends on it, and not for eavesdropping: the labels name kinds of sounds, and `speech`,"
                + " if it is one of them, only says that someone speaks. Where people can be heard, local law applies"
                + " to the microphone before it applies to the model.");
        if (Boolean.TRUE.equals(manifest.training().get("short_clips"))) {
            text.paragraph(
                    "It was trained on clip tags alone, with some clips shorter than the 10 s it is measured on.");
        } else {
            text.paragraph("It was trained on clip tags alone, without the times of any event.");
        }
    }

    private void licence() {
        text.heading("Data and licences");
        boolean nonCommercial = facts.licences().keySet().stream()
                .anyMatch(l -> l.toUpperCase(Locale.ROOT).matches(".*\\bNC\\b.*"));
        if (nonCommercial) {
            text.paragraph("**Non-commercial.** Some of the recordings it was trained on may be used for non-commercial"
                    + " purposes only. The training data as a whole are therefore non-commercial, and this model"
                    + " carries"
                    + " the same restriction. For commercial use, train a model on recordings that permit it.");
        }
        if (facts.licenceNote() != null) {
            text.paragraph("%s", facts.licenceNote());
        } else if (facts.licences().isEmpty()) {
            text.paragraph("The licences of the training data are not recorded here. Assume that commercial use is not"
                    + " permitted unless whoever trained the model says otherwise.");
        }
        if (!facts.licences().isEmpty()) {
            MarkdownTable table = new MarkdownTable("licence of the recordings", "number");
            facts.licences().forEach(table::row);
            text.table(table);
        }
    }

    private void thresholds() {
        text.heading("How the thresholds were chosen");
        if (manifest.training().get("thresholds") instanceof Map<?, ?> chosen) {
            text.paragraph(
                    "Chosen for %s, under a limit of %s false alarms per hour and label on %s h of background. They are"
                            + " starting points: raise the gate of a label that triggers too often at your site.",
                    chosen.get("chosen_for"),
                    chosen.get("max_alarms_per_hour"),
                    rounded(chosen.get("background_hours")));
        } else if (manifest.thresholds().stream().allMatch(Thresholds.PAPER::equals)) {
            text.paragraph("Not tuned: every label has the defaults of the paper.");
        } else {
            text.paragraph(
                    "How they were chosen is not recorded. They are starting points: raise the gate of a label that"
                            + " triggers too often at your site.");
        }
        text.paragraph(
                "All figures above are for the operating point `%s`. An event must last longer than the frames given, and gaps"
                        + " of up to the frames given are bridged; a frame is %.0f ms.",
                facts.sensitivity(), 1000 * manifest.frontEnd().frameSeconds());
        MarkdownTable table = new MarkdownTable("label", "gate", "high", "low", "longer than, frames", "gaps, frames");
        for (int k = 0; k < manifest.classes(); k++) {
            Thresholds t = facts.decided().thresholds().get(k);
            RunRules rules = facts.decided().rules().get(k);
            table.row(
                    manifest.labels().get(k),
                    number(t.gate()),
                    number(t.high()),
                    number(t.low()),
                    Integer.toString(rules.minEventFrames()),
                    Integer.toString(rules.maxGapFrames()));
        }
        text.table(table);
        if (manifest.training().get("thresholds") instanceof Map<?, ?> chosen) {
            text.append("\n" + OperatingPointTables.of(chosen));
        }
    }

    private static String rounded(Object value) {
        return value instanceof Number n ? String.format(Locale.ROOT, "%.2f", n.doubleValue()) : String.valueOf(value);
    }

    private void provenance() {
        text.heading("Provenance");
        MarkdownTable table = new MarkdownTable("", "");
        manifest.training().forEach((key, value) -> {
            String written = String.valueOf(value);
            // A mean of runs that was written before it was left out there has no validation of its own.
            if (!(value instanceof Map) && !written.contains("\n") && !written.equals("NaN")) {
                table.row(key, written.replace("|", "\\|"));
            }
        });
        text.table(table);
        if (manifest.training().get("recipe") instanceof String recipe) {
            text.paragraph("Recipe:");
            text.paragraph("```\n%s\n```", recipe.strip());
        }
    }
}
