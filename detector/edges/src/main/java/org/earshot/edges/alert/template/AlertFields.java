package org.earshot.edges.alert.template;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.earshot.core.model.Naming;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertSubject;
import org.earshot.edges.alert.rule.AlertText;
import org.earshot.schema.SoundEvent;

/** What a template may say of an alert, by name. Each value is one line without control characters. Stateless. */
public final class AlertFields {
    /** The names; what a rule over sources has no value for is empty. */
    public static final List<String> NAMES = List.of(
            "title",
            "text",
            "id",
            "rule",
            "severity",
            "label",
            "source",
            "sources",
            "phase",
            "time",
            "length_s",
            "score",
            "tag",
            "level_dbfs",
            "model",
            "evidence");

    private AlertFields() {}

    /** A value for every name. */
    public static Map<String, String> of(Alert alert) {
        AlertSubject subject = alert.subject();
        Map<String, String> fields = new LinkedHashMap<>();
        NAMES.forEach(name -> fields.put(name, ""));
        fields.put("title", AlertText.subject(alert));
        fields.put("text", AlertText.details(alert));
        fields.put("id", alert.id());
        fields.put("rule", alert.rule().name());
        fields.put("severity", alert.rule().severity());
        fields.put("label", subject.label());
        fields.put("source", subject.sourceId());
        fields.put("sources", AlertText.sources(alert));
        fields.put("phase", subject.isOver() ? "ended" : "started");
        fields.put("time", subject.since().toString());
        if (subject instanceof AlertSubject.Heard heard) {
            event(heard.event(), fields);
        } else if (subject instanceof AlertSubject.Trouble trouble) {
            fields.put("level_dbfs", decimal(trouble.status().getLevelDbfs(), 1));
        }
        fields.replaceAll((name, value) -> Naming.printable(value));
        return fields;
    }

    private static void event(SoundEvent event, Map<String, String> fields) {
        Duration length = Duration.between(event.getOnset(), event.getOffset());
        fields.put("length_s", decimal(length.toMillis() / 1000.0, 2));
        fields.put("score", decimal(event.getScore(), 2));
        fields.put("tag", decimal(event.getTag(), 2));
        fields.put("level_dbfs", decimal(event.getLevelDbfs(), 1));
        fields.put("model", event.getModelName() + " " + event.getModelVersion());
        fields.put("evidence", event.getEvidenceUri() == null ? "" : event.getEvidenceUri());
    }

    private static String decimal(double value, int places) {
        return String.format(Locale.ROOT, "%." + places + "f", value);
    }
}
