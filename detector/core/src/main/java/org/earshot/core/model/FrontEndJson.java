package org.earshot.core.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/** The front end inside the manifest: every number of it, or the name of a preset. */
final class FrontEndJson {
    private static final Map<String, FrontEnd> PRESETS =
            Map.of("paper-32k", FrontEnd.paper32k(), "wide-16k", FrontEnd.wide16k());

    private FrontEndJson() {}

    static ObjectNode write(FrontEnd frontEnd, ObjectNode node) {
        PRESETS.forEach((name, preset) -> {
            if (preset.equals(frontEnd)) {
                node.put("preset", name);
            }
        });
        return node.put("rate_hz", frontEnd.rateHz())
                .put("window_samples", frontEnd.windowSamples())
                .put("hop_samples", frontEnd.hopSamples())
                .put("window", frontEnd.window().name().toLowerCase(Locale.ROOT))
                .put("mels", frontEnd.mels())
                .put("min_hz", frontEnd.minHz())
                .put("max_hz", frontEnd.maxHz())
                .put("clip_samples", frontEnd.clipSamples());
    }

    /** Numbers in the object override those of the preset; a preset alone is enough. */
    static FrontEnd read(JsonNode node) {
        if (node.has("preset") && !node.has("rate_hz")) {
            FrontEnd preset = PRESETS.get(JsonValue.text(node, "preset"));
            if (preset == null) {
                throw new ModelException("manifest: front_end: the preset " + node.get("preset")
                        + " is unknown; known are paper-32k and wide-16k");
            }
            return preset;
        }
        return new FrontEnd(
                JsonValue.integer(node, "rate_hz"),
                JsonValue.integer(node, "window_samples"),
                JsonValue.integer(node, "hop_samples"),
                shape(JsonValue.text(node, "window")),
                JsonValue.integer(node, "mels"),
                JsonValue.precise(node, "min_hz"),
                JsonValue.precise(node, "max_hz"),
                JsonValue.integer(node, "clip_samples"));
    }

    private static FrontEnd.WindowShape shape(String name) {
        for (FrontEnd.WindowShape shape : FrontEnd.WindowShape.values()) {
            if (shape.name().equalsIgnoreCase(name)) {
                return shape;
            }
        }
        throw new ModelException("manifest: front_end: window must be hann or hamming, is " + name);
    }
}
