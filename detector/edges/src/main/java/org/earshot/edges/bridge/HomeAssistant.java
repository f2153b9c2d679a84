package org.earshot.edges.bridge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Discovery messages of Home Assistant: one device per source, with a binary sensor per label detected there and a
 * sensor of its level.
 *
 * <p>Immutable.
 */
final class HomeAssistant {
    /** Sensor classes that Home Assistant has for what a label means; others are plain sound. */
    private static final Map<String, String> CLASSES =
            Map.of("alarm_clock", "sound", "glass_breaking", "safety", "gun_shot", "safety", "siren", "safety");

    private final MqttNames names;

    HomeAssistant(MqttNames names) {
        this.names = names;
    }

    String labelTopic(String sourceId, String label) {
        return names.discovery("binary_sensor", names.uniqueId(sourceId, label));
    }

    ObjectNode label(String sourceId, String label) {
        ObjectNode json = entity(sourceId, names.uniqueId(sourceId, label), label.replace('_', ' '));
        json.put("state_topic", names.state(sourceId, label));
        json.put("json_attributes_topic", names.event(sourceId, label));
        json.put("device_class", CLASSES.getOrDefault(label, "sound"));
        return json;
    }

    String levelTopic(String sourceId) {
        return names.discovery("sensor", names.uniqueId(sourceId, "level"));
    }

    ObjectNode level(String sourceId) {
        ObjectNode json = entity(sourceId, names.uniqueId(sourceId, "level"), "level");
        json.put("state_topic", names.status(sourceId));
        json.put("value_template", "{{ value_json.level_dbfs | round(1) }}");
        json.put("unit_of_measurement", "dB");
        json.put("state_class", "measurement");
        return json;
    }

    private ObjectNode entity(String sourceId, String uniqueId, String name) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name);
        json.put("unique_id", uniqueId);
        json.put("object_id", uniqueId);
        json.put("availability_topic", names.availability());
        ObjectNode device = json.putObject("device");
        device.put("name", sourceId);
        device.put("manufacturer", "Earshot");
        device.putArray("identifiers").add("earshot_" + MqttNames.safe(sourceId));
        return json;
    }
}
