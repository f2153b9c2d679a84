package org.earshot.trainer.eval.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.earshot.trainer.eval.choice.OperatingPointJson;

/**
 * The operating points of a card, with their results on the clips used to choose them and on held-out sources.
 * Stateless.
 */
final class OperatingPointTables {
    private OperatingPointTables() {}

    /**
     * Markdown of what {@link OperatingPointJson} recorded in a model.
     *
     * @param chosen the training record's entry {@code thresholds}
     * @return empty if there are no operating points in it
     */
    static String of(Map<?, ?> chosen) {
        if (!(chosen.get("operating_points") instanceof Map<?, ?> points) || points.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        text.append("Operating points, on validation clips. *Held out*: chosen without a source data set, or without"
                + " some sources of the only data set, and judged on it; the same for kinds of"
                + " background.\n\n");
        MarkdownTable table = new MarkdownTable(
                "operating point",
                "limit on alarms per hour and label",
                "event F1",
                "held out",
                "event recall",
                "held out",
                "segment F1",
                "held out",
                "alarms per hour, all labels",
                "held out");
        points.forEach((name, value) -> {
            if (value instanceof Map<?, ?> point && point.get("chosen_on_all") instanceof Map<?, ?> all) {
                Map<?, ?> heldOut = point.get("held_out") instanceof Map<?, ?> judged ? judged : Map.of();
                table.row(
                        String.valueOf(name),
                        String.valueOf(point.get("max_alarms_per_hour_and_label")),
                        number(all, "event_macro_f1", 3),
                        number(heldOut, "event_macro_f1", 3),
                        number(all, "event_macro_recall", 2),
                        number(heldOut, "event_macro_recall", 2),
                        number(all, "segment_macro_f1", 3),
                        number(heldOut, "segment_macro_f1", 3),
                        number(all, "alarms_per_hour", 1),
                        number(heldOut, "alarms_per_hour", 1));
            }
        });
        text.append(table).append('\n');
        if (points.get("normal") instanceof Map<?, ?> normal && normal.get("labels") instanceof Map<?, ?> labels) {
            text.append("Events found for each source data set at `normal`:\n\n");
            MarkdownTable sources = new MarkdownTable("label", "found of events");
            labels.forEach((label, value) -> {
                if (value instanceof Map<?, ?> entry
                        && entry.get("found_of_events_by_dataset") instanceof Map<?, ?> found) {
                    sources.row(String.valueOf(label), found(found));
                }
            });
            text.append(sources).append('\n');
        }
        return text.toString();
    }

    private static String found(Map<?, ?> datasets) {
        StringBuilder text = new StringBuilder();
        datasets.forEach((name, value) -> {
            if (value instanceof List<?> pair && pair.size() == 2) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(name)
                        .append(' ')
                        .append(pair.get(0))
                        .append(" of ")
                        .append(pair.get(1));
            }
        });
        return text.toString();
    }

    private static String number(Map<?, ?> of, String key, int digits) {
        return of.get(key) instanceof Number value && Double.isFinite(value.doubleValue())
                ? String.format(Locale.ROOT, "%." + digits + "f", value.doubleValue())
                : "-";
    }
}
