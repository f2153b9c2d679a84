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

    /** The alert with its whole event: {@code id, rule, severity, sources, event{...}}. */
    public static ObjectNode of(Alert alert) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("id", alert.id());
        json.put("rule", alert.rule().name());
        json.put("severity", alert.rule().severity());
        alert.sources().forEach(json.putArray("sources")::add);
        json.set("event", RecordJson.of(alert.event()));
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
        JsonNode event = alert.path("event");
        String arrived = alert.path("arrived").asText();
        return new SentAlert(
                alert.path("rule").asText(),
                event.path("event_id").asText(),
                event.path("source_id").asText(),
                event.path("label").asText(),
                arrived.isEmpty() ? written : Instant.parse(arrived),
                alert.path("sink").asText());
    }
}
