package org.earshot.detector.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import org.earshot.detector.wire.RecordJson;

/** Alerts as JSON, for receivers and for the log of sent alerts. Times are ISO 8601 in UTC. Safe for several threads. */
final class AlertJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AlertJson() {}

    /** The alert with its whole event: {@code id, rule, severity, sources, event{...}}. */
    static ObjectNode of(Alert alert) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("id", alert.id());
        json.put("rule", alert.rule().name());
        json.put("severity", alert.rule().severity());
        alert.sources().forEach(json.putArray("sources")::add);
        json.set("event", RecordJson.of(alert.event()));
        return json;
    }

    static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }

    /** Reads what {@link #of(Alert)} wrote. */
    static SentAlert sentAlert(byte[] json) throws IOException {
        JsonNode alert = MAPPER.readTree(json);
        JsonNode event = alert.path("event");
        return new SentAlert(
                alert.path("rule").asText(),
                event.path("event_id").asText(),
                event.path("source_id").asText(),
                event.path("label").asText(),
                Instant.parse(event.path("onset").asText()));
    }
}
