package org.earshot.edges.alert.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.earshot.edges.alert.rule.AlertJson;

/**
 * The body of a request, with fields of an alert in it. One that begins with { or [ is JSON: it is parsed before anything is filled
 * in, and only into its strings, so that no value can change its structure. Any other body is plain text.
 *
 * <p>Immutable.
 */
public final class BodyTemplate {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Optional<JsonNode> json;
    private final TextTemplate text;

    private BodyTemplate(Optional<JsonNode> json, TextTemplate text) {
        this.json = json;
        this.text = text;
    }

    /** @throws IllegalArgumentException if it names an unknown field, or begins as JSON and is none; the message shows nothing of it */
    public static BodyTemplate of(String text) {
        TextTemplate checked = TextTemplate.of(text);
        String begin = text.stripLeading();
        if (!begin.startsWith("[") && (!begin.startsWith("{") || begin.startsWith("{{"))) {
            return new BodyTemplate(Optional.empty(), checked);
        }
        try {
            return new BodyTemplate(Optional.of(MAPPER.readTree(text)), checked);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("begins as JSON and is none: see line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + " of it; fields stand within quotes, as in \"{{label}}\"");
        }
    }

    /** Media type of what {@link #fill} gives. */
    public String type() {
        return json.isPresent() ? "application/json" : "text/plain; charset=utf-8";
    }

    /** The body with the values in place. */
    public byte[] fill(Map<String, String> fields) {
        return json.map(tree -> AlertJson.bytes(filled(tree, fields)))
                .orElseGet(() -> text.fill(fields).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode filled(JsonNode node, Map<String, String> fields) {
        if (node.isTextual()) {
            return TextNode.valueOf(TextTemplate.of(node.textValue()).fill(fields));
        }
        if (node instanceof ObjectNode object) {
            ObjectNode filled = MAPPER.createObjectNode();
            object.properties().forEach(entry -> filled.set(entry.getKey(), filled(entry.getValue(), fields)));
            return filled;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode filled = MAPPER.createArrayNode();
            array.forEach(item -> filled.add(filled(item, fields)));
            return filled;
        }
        return node;
    }
}
