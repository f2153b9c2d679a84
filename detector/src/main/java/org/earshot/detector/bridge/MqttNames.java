package org.earshot.detector.bridge;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Topics and identifiers that the bridge uses on MQTT. Source ids may hold anything; what MQTT or Home Assistant forbids
 * is replaced, and where that happens a short digest keeps different ids apart.
 *
 * <p>Immutable.
 */
final class MqttNames {
    private final String prefix;
    private final String discoveryPrefix;

    MqttNames(BridgeConfig config) {
        this.prefix = config.prefix();
        this.discoveryPrefix = config.discoveryPrefix();
    }

    /** Retained ON while a sound of the label goes on at the source, OFF otherwise. */
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

    String uniqueId(String sourceId, String what) {
        return "earshot_" + safe(sourceId) + "_" + safe(what);
    }

    /** Letters, digits, underscores and hyphens only. */
    static String safe(String text) {
        String replaced = text.replaceAll("[^a-zA-Z0-9_-]", "_");
        if (replaced.equals(text) && !text.isEmpty()) {
            return text;
        }
        String digest = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
        return replaced + "_" + digest;
    }
}
