package org.earshot.edges.bridge;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Topics and identifiers that the bridge uses on MQTT. Source ids may hold anything; what MQTT or Home Assistant forbids
 * is replaced, and where that happens, or where two names run together, a short digest keeps different ones apart.
 *
 * <p>Immutable.
 */
final class MqttNames {
    /** A plain name that looks like one with a digest gets one too, or it could be another's. */
    private static final Pattern DIGESTED = Pattern.compile(".*_[0-9a-f]{8}");

    private final String prefix;
    private final String discoveryPrefix;

    MqttNames(BridgeConfig config) {
        this.prefix = config.prefix();
        this.discoveryPrefix = config.discoveryPrefix();
    }

    /** Retained ON while an event of the label is open at the source, OFF otherwise. */
    String state(String sourceId, String label) {
        return prefix + "/" + safe(sourceId) + "/" + safe(label) + "/state";
    }

    /** Every event record as JSON. */
    String event(String sourceId, String label) {
        return prefix + "/" + safe(sourceId) + "/" + safe(label) + "/event";
    }

    /** The source's status as JSON, retained. */
    String status(String sourceId) {
        return prefix + "/" + safe(sourceId) + "/status";
    }

    /** {@code online} while the bridge is connected, {@code offline} otherwise; retained. */
    String availability() {
        return prefix + "/bridge/availability";
    }

    String discovery(String component, String uniqueId) {
        return discoveryPrefix + "/" + component + "/" + uniqueId + "/config";
    }

    /** Differs wherever the source or the label does: of {@code a} with {@code b_c} and {@code a_b} with {@code c}, too. */
    String uniqueId(String sourceId, String what) {
        String joined = "earshot_" + safe(sourceId) + "_" + safe(what);
        return sourceId.contains("_") ? joined + "_" + digest(sourceId + "\0" + what) : joined;
    }

    /** Letters, digits, underscores and hyphens only. */
    static String safe(String text) {
        String replaced = text.replaceAll("[^a-zA-Z0-9_-]", "_");
        if (replaced.equals(text) && !text.isEmpty() && !DIGESTED.matcher(text).matches()) {
            return text;
        }
        return replaced + "_" + digest(text);
    }

    private static String digest(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
    }
}
