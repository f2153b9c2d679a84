package org.earshot.edges.alert.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.earshot.core.model.Naming;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceStatus;

/**
 * Alerts in words, for people. Source ids and labels come from outside: a line break in one starts no new line, here or in a header
 * or a log.
 */
public final class AlertText {
    /** Sources that are named; a text must fit where messages are short. */
    private static final int NAMED_SOURCES = 10;

    private AlertText() {}

    /** One line: rule, label, which sources, when; before all else, whether it is a test. */
    public static String subject(Alert alert) {
        AlertSubject subject = alert.subject();
        String where = alert.sources().size() > 1
                ? alert.sources().size() + " sources (" + sources(alert) + ")"
                : subject.sourceId();
        String what = subject instanceof AlertSubject.Heard
                ? subject.label() + " at " + where + ", " + toTheSecond(subject.since())
                : where + (subject.isOver() ? " is no longer " : " is ") + subject.label() + ", since "
                        + toTheSecond(subject.since());
        return Naming.printable((alert.isTest() ? "TEST: " : "") + alert.rule().name() + ": " + what);
    }

    /** One line with what helps to judge the alert, for short messages. */
    public static String details(Alert alert) {
        if (alert.subject() instanceof AlertSubject.Heard heard) {
            SoundEvent event = heard.event();
            return String.format(
                    Locale.ROOT,
                    "Score %.2f (tag %.2f), %.1f s, %.0f dBFS, severity %s",
                    event.getScore(),
                    event.getTag(),
                    seconds(event),
                    event.getLevelDbfs(),
                    alert.rule().severity());
        }
        SourceStatus status = ((AlertSubject.Trouble) alert.subject()).status();
        return String.format(
                Locale.ROOT,
                "Level %.0f dBFS, last sound %s, severity %s",
                status.getLevelDbfs(),
                toTheSecond(status.getLastChunkAt()),
                alert.rule().severity());
    }

    private static Instant toTheSecond(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The sources, the first ten by name. */
    public static String sources(Alert alert) {
        List<String> all = alert.sources();
        String named = String.join(", ", all.subList(0, Math.min(NAMED_SOURCES, all.size())));
        return Naming.printable(
                all.size() > NAMED_SOURCES ? named + " and " + (all.size() - NAMED_SOURCES) + " more" : named);
    }

    /** A text with everything that helps to judge the alert, one fact a line. */
    public static String body(Alert alert) {
        List<String> lines = new ArrayList<>(List.of(subject(alert), ""));
        if (alert.subject() instanceof AlertSubject.Heard heard) {
            event(alert, heard.event(), lines);
        } else if (alert.subject() instanceof AlertSubject.Trouble trouble) {
            status(trouble, lines);
        }
        lines.add(row("severity", alert.rule().severity()));
        return String.join("\n", lines) + "\n";
    }

    private static void event(Alert alert, SoundEvent event, List<String> lines) {
        lines.add(row("label", event.getLabel()));
        lines.add(row("source", sources(alert)));
        lines.add(row("onset", event.getOnset().toString()));
        lines.add(row("length", String.format(Locale.ROOT, "%.2f s (%s)", seconds(event), event.getPhase())));
        lines.add(row("score", String.format(Locale.ROOT, "%.2f (tag %.2f)", event.getScore(), event.getTag())));
        lines.add(row("model", event.getModelName() + " " + event.getModelVersion()));
        lines.add(row("event", event.getEventId()));
        if (event.getEvidenceUri() != null) {
            lines.add(row("evidence", event.getEvidenceUri()));
        }
    }

    private static double seconds(SoundEvent event) {
        return Duration.between(event.getOnset(), event.getOffset()).toMillis() / 1000.0;
    }

    private static void status(AlertSubject.Trouble trouble, List<String> lines) {
        SourceStatus status = trouble.status();
        lines.add(row("source", status.getSourceId()));
        lines.add(row("state", trouble.label() + (trouble.isOver() ? " (over)" : "")));
        lines.add(row("since", trouble.since().toString()));
        lines.add(row("level", String.format(Locale.ROOT, "%.1f dBFS", status.getLevelDbfs())));
        lines.add(row("last sound", status.getLastChunkAt().toString()));
    }

    private static String row(String name, String value) {
        return String.format(Locale.ROOT, "%-10s %s", name, Naming.printable(value));
    }
}
