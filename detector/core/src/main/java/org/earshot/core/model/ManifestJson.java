package org.earshot.core.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The manifest as JSON, the form in which it travels inside the model file. Unknown keys are skipped, so that newer files
 * can say more; a missing or mistyped key is named in a {@link ModelException}.
 *
 * <p>Stateless.
 */
public final class ManifestJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ManifestJson() {}

    /** The manifest as one line of JSON. */
    public static String write(Manifest manifest) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("name", manifest.name());
        root.put("version", manifest.version());
        ArrayNode labels = root.putArray("labels");
        manifest.labels().forEach(labels::add);
        root.set("front_end", FrontEndJson.write(manifest.frontEnd(), MAPPER.createObjectNode()));
        if (manifest.activity().isWindowed()) {
            ObjectNode activity = root.putObject("activity")
                    .put("windowed", manifest.activity().windowFrames());
            if (!manifest.activity().isCentred()) {
                activity.put("ahead", manifest.activity().aheadFrames());
            }
        } else {
            root.put("activity", "graph");
        }
        root.put("receptive_frames", manifest.receptiveFrames());
        root.put("pooling", manifest.pooling());
        root.put("streams", manifest.streams());
        ObjectNode thresholds = root.putObject("thresholds");
        for (int k = 0; k < manifest.classes(); k++) {
            Thresholds t = manifest.thresholds().get(k);
            thresholds
                    .putObject(manifest.labels().get(k))
                    .put("gate", t.gate())
                    .put("high", t.high())
                    .put("low", t.low());
        }
        root.put("min_event_frames", manifest.minEventFrames());
        root.put("max_gap_frames", manifest.maxGapFrames());
        if (manifest.gateFrames() > 0) {
            root.put("gate_frames", manifest.gateFrames());
        }
        if (!manifest.operatingPoints().isEmpty()) {
            ObjectNode points = root.putObject("operating_points");
            manifest.operatingPoints().forEach(point -> write(point, manifest.labels(), points));
        }
        if (!manifest.alpha().isEmpty()) {
            ArrayNode alpha = root.putArray("alpha");
            manifest.alpha().forEach(row -> row.forEach(alpha.addArray()::add));
        }
        if (!manifest.training().isEmpty()) {
            root.set("training", MAPPER.valueToTree(manifest.training()));
        }
        try {
            return MAPPER.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new ModelException("manifest: cannot be written: " + e.getOriginalMessage(), e);
        }
    }

    /** @throws ModelException if the text is not JSON, or a value is missing, mistyped or out of range */
    public static Manifest read(String json) {
        JsonNode root = parse(json);
        List<String> labels = labels(root);
        return new Manifest(
                JsonValue.text(root, "name"),
                JsonValue.text(root, "version"),
                labels,
                FrontEndJson.read(JsonValue.object(root, "front_end")),
                activity(root),
                JsonValue.integer(root, "receptive_frames"),
                JsonValue.text(root, "pooling"),
                JsonValue.truth(root, "streams"),
                thresholds(JsonValue.object(root, "thresholds"), labels),
                JsonValue.integer(root, "min_event_frames"),
                JsonValue.integer(root, "max_gap_frames"),
                alpha(root),
                training(root),
                operatingPoints(root, labels),
                root.has("gate_frames") ? JsonValue.integer(root, "gate_frames") : 0);
    }

    private static void write(OperatingPoint point, List<String> labels, ObjectNode to) {
        ObjectNode of = to.putObject(point.name());
        for (int k = 0; k < labels.size(); k++) {
            OperatingPoint.Decision decision = point.labels().get(k);
            of.putObject(labels.get(k))
                    .put("gate", decision.thresholds().gate())
                    .put("high", decision.thresholds().high())
                    .put("low", decision.thresholds().low())
                    .put("min_event_frames", decision.minEventFrames())
                    .put("max_gap_frames", decision.maxGapFrames());
        }
    }

    /** Lengths that a label does not name are those of the manifest. */
    private static List<OperatingPoint> operatingPoints(JsonNode root, List<String> labels) {
        List<OperatingPoint> points = new ArrayList<>();
        if (!root.has("operating_points")) {
            return points;
        }
        JsonNode all = JsonValue.object(root, "operating_points");
        for (Iterator<String> names = all.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            JsonNode point = JsonValue.object(all, name);
            List<OperatingPoint.Decision> decisions = new ArrayList<>();
            for (String label : labels) {
                JsonNode of = JsonValue.object(point, label);
                decisions.add(new OperatingPoint.Decision(
                        new Thresholds(
                                JsonValue.number(of, "gate"),
                                JsonValue.number(of, "high"),
                                JsonValue.number(of, "low")),
                        JsonValue.integer(of.has("min_event_frames") ? of : root, "min_event_frames"),
                        JsonValue.integer(of.has("max_gap_frames") ? of : root, "max_gap_frames")));
            }
            points.add(new OperatingPoint(name, decisions));
        }
        return points;
    }

    private static JsonNode parse(String json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new ModelException("manifest: malformed JSON: " + firstLine(e.getOriginalMessage()), e);
        }
        if (!root.isObject()) {
            throw new ModelException("manifest: must be a JSON object");
        }
        return root;
    }

    private static List<String> labels(JsonNode root) {
        List<String> labels = new ArrayList<>();
        for (JsonNode label : JsonValue.array(root, "labels")) {
            if (!label.isTextual()) {
                throw new ModelException(
                        "manifest: labels must be strings, one is " + JsonValue.abbreviated(label.toString()));
            }
            labels.add(label.textValue());
        }
        return labels;
    }

    private static ActivityCurve activity(JsonNode root) {
        JsonNode node = root.get("activity");
        if (node != null && node.isTextual() && node.textValue().equals("graph")) {
            return ActivityCurve.graph();
        }
        if (node != null && node.isObject()) {
            int window = JsonValue.integer(node, "windowed");
            return node.has("ahead")
                    ? ActivityCurve.windowed(window, JsonValue.integer(node, "ahead"))
                    : ActivityCurve.windowed(window);
        }
        throw new ModelException(
                "manifest: activity must be \"graph\" or {\"windowed\": frames, \"ahead\": frames}, is "
                        + JsonValue.abbreviated(String.valueOf(node)));
    }

    private static List<Thresholds> thresholds(JsonNode node, List<String> labels) {
        List<Thresholds> thresholds = new ArrayList<>();
        for (String label : labels) {
            JsonNode of = JsonValue.object(node, label);
            thresholds.add(new Thresholds(
                    JsonValue.number(of, "gate"), JsonValue.number(of, "high"), JsonValue.number(of, "low")));
        }
        return thresholds;
    }

    private static List<List<Float>> alpha(JsonNode root) {
        List<List<Float>> alpha = new ArrayList<>();
        for (JsonNode row : root.path("alpha")) {
            List<Float> values = new ArrayList<>();
            for (JsonNode value : row) {
                if (!value.isNumber()) {
                    throw new ModelException(
                            "manifest: alpha must hold numbers, has " + JsonValue.abbreviated(value.toString()));
                }
                values.add(value.floatValue());
            }
            alpha.add(values);
        }
        return alpha;
    }

    private static Map<String, Object> training(JsonNode root) {
        JsonNode node = root.get("training");
        if (node == null || node.isNull()) {
            return Map.of();
        }
        if (!node.isObject()) {
            throw new ModelException("manifest: training must be an object");
        }
        Map<String, Object> record = MAPPER.convertValue(node, new TypeReference<Map<String, Object>>() {});
        record.values().removeIf(value -> value == null);
        return record;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
