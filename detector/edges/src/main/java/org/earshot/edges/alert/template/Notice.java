package org.earshot.edges.alert.template;

import java.util.Map;
import java.util.Optional;
import org.earshot.edges.alert.rule.Alert;

/**
 * An alert on its way to one receiver.
 *
 * @param alert the alert
 * @param fields what templates may say of it; {@code title} and {@code text} as the receiver wants them
 * @param clip the sound, if there is one and the receiver takes it
 */
public record Notice(Alert alert, Map<String, String> fields, Optional<Clip> clip) {
    public Notice {
        fields = Map.copyOf(fields);
    }

    public String title() {
        return fields.get("title");
    }

    public String text() {
        return fields.get("text");
    }
}
