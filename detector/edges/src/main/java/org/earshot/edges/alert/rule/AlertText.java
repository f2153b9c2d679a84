package org.earshot.edges.alert.rule;

import java.time.Duration;
import java.util.Locale;
import org.earshot.schema.SoundEvent;

/** Alerts in words, for people. */
public final class AlertText {
    private AlertText() {}

    /** One line: rule, label, who heard it, when. */
    public static String subject(Alert alert) {
        SoundEvent event = alert.event();
        String where = alert.sources().size() > 1
                ? alert.sources().size() + " sources (" + String.join(", ", alert.sources()) + ")"
                : event.getSourceId();
        return oneLine(alert.rule().name() + ": " + event.getLabel() + " at " + where + ", " + event.getOnset());
    }

    /** A short text with everything that helps to judge the alert. */
    public static String body(Alert alert) {
        SoundEvent event = alert.event();
        double seconds = Duration.between(event.getOnset(), event.getOffset()).toMillis() / 1000.0;
        return String.format(
                Locale.ROOT,
                "%s%n%nlabel     %s%nsource    %s%nonset     %s%nlength    %.2f s (%s)%nscore     %.2f (tag %.2f)%n"
                        + "severity  %s%nmodel     %s %s%nevent     %s%n%s",
                subject(alert),
                event.getLabel(),
                String.join(", ", alert.sources()),
                event.getOnset(),
                seconds,
                event.getPhase(),
                event.getScore(),
                event.getTag(),
                alert.rule().severity(),
                event.getModelName(),
                event.getModelVersion(),
                event.getEventId(),
                event.getEvidenceUri() == null ? "" : "evidence  " + event.getEvidenceUri() + System.lineSeparator());
    }

    /** Source ids come from outside: a line break in one must not start a new header or log line. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
