package org.earshot.edges.alert.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import org.earshot.streams.framing.RecordJson;

/** Alerts as JSON, for receivers and for the log of sent alerts. Times are ISO 8601 in UTC. Safe for several threads. */
public final class AlertJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AlertJson() {}

    /**
     * The alert with its whole record: {@code id, rule, severity, sources} and {@code event{...}}, or {@code condition, since, over} and
     * {@code status{...}} of a source.
     */
    public static ObjectNode of(Alert alert) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("id", alert.id());
        json.put("rule", alert.rule().name());
        json.put("severity", alert.rule().severity());
        if (alert.isTest()) {
            json.put("test", true);
        }
        alert.sources().forEach(json.putArray("sources")::add);
        if (alert.subject() instanceof AlertSubject.Heard heard) {
            json.set("event", RecordJson.of(heard.event()));
        } else if (alert.subject() instanceof AlertSubject.Trouble trouble) {
            json.put("condition", trouble.label());
            json.put("since", trouble.since().toString());
            json.put("over", trouble.isOver());
            json.set("status", RecordJson.of(trouble.status()));
        }
        return json;
    }

    public static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }

    /**
     * The alert as the log of sent alerts has it: also with {@code arrived}, {@code sink}, and as {@code outcome} either {@code
     * delivered} or {@code given_up}.
     */
    public static ObjectNode note(Alert alert, String sink, boolean delivered) {
        return of(alert)
                .put("arrived", alert.arrived().toString())
                .put("sink", sink)
                .put("outcome", delivered ? "delivered" : "given_up");
    }

    /**
     * Reads what {@link #note} wrote, and the notes of older versions, which speak of all sinks.
     *
     * @param written when the note was written
     */
    public static SentAlert sentAlert(byte[] json, Instant written) throws IOException {
        JsonNode alert = MAPPER.readTree(json);
        String rule = alert.path("rule").asText();
        String id = alert.path("id").asText();
        JsonNode record = alert.has("status") ? alert.path("status") : alert.path("event");
        String arrived = alert.path("arrived").asText();
        return new SentAlert(
                rule,
                alert.has("status")
                        ? id.substring(0, id.length() - Alert.idOf("", rule).length())
                        : record.path("event_id").asText(),
                record.path("source_id").asText(),
                alert.has("status")
                        ? alert.path("condition").asText()
                        : record.path("label").asText(),
                arrived.isEmpty() ? written : Instant.parse(arrived),
                alert.path("sink").asText());
    }
}
