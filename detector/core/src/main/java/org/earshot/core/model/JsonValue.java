package org.earshot.core.model;

import com.fasterxml.jackson.databind.JsonNode;

/** Typed values of a manifest's JSON objects; a missing or mistyped one is a {@link ModelException} that names its key. */
final class JsonValue {
    private JsonValue() {}

    static String text(JsonNode object, String key) {
        return get(object, key, object.path(key).isTextual(), "a string").textValue();
    }

    static int integer(JsonNode object, String key) {
        return get(
                        object,
                        key,
                        object.path(key).canConvertToExactIntegral()
                                && object.path(key).canConvertToInt(),
                        "an integer")
                .intValue();
    }

    static float number(JsonNode object, String key) {
        return get(object, key, object.path(key).isNumber(), "a number").floatValue();
    }

    static double precise(JsonNode object, String key) {
        return get(object, key, object.path(key).isNumber(), "a number").doubleValue();
    }

    static boolean truth(JsonNode object, String key) {
        return get(object, key, object.path(key).isBoolean(), "true or false").booleanValue();
    }

    static JsonNode object(JsonNode object, String key) {
        return get(object, key, object.path(key).isObject(), "an object");
    }

    static JsonNode array(JsonNode object, String key) {
        return get(object, key, object.path(key).isArray(), "a list");
    }

    private static JsonNode get(JsonNode object, String key, boolean fits, String wanted) {
        JsonNode value = object.get(key);
        if (value == null || value.isNull()) {
            throw new ModelException("manifest: " + abbreviated(key) + " is missing");
        }
        if (!fits) {
            throw new ModelException(
                    "manifest: " + abbreviated(key) + " must be " + wanted + ", is " + abbreviated(value.toString()));
        }
        return value;
    }

    /** A form fit for a message: short and in one line, as keys may be labels. */
    static String abbreviated(String words) {
        String text = words.replaceAll("\\p{Cntrl}", " ");
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
