package org.earshot.edges.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MqttNamesTest {
    private final MqttNames names = new MqttNames(new BridgeConfig(
            List.of(),
            new BridgeConfig.AudioFormat("earshot/audio/+", new BridgeConfig.RawPcm(16_000, 1, 16)),
            "earshot",
            "homeassistant",
            5_000));

    @Test
    void shouldKeepDifferentSourcesApartInTopics() {
        assertThat(MqttNames.safe("door-1_a")).isEqualTo("door-1_a");
        assertThat(MqttNames.safe("a/b")).startsWith("a_b_").isNotEqualTo(MqttNames.safe("a+b"));
        assertThat(MqttNames.safe("#")).matches("[a-zA-Z0-9_-]+");
        assertThat(MqttNames.safe(MqttNames.safe("a/b"))).isNotEqualTo(MqttNames.safe("a/b"));
    }

    @Test
    void shouldGiveEverySourceAndLabelAnIdOfItsOwn() {
        List<String> words = List.of("a", "b", "a_b", "b_c", "a_b_c", "c", "a b", "a/b", "level", "a_level", "");
        List<String> ids = new ArrayList<>();
        words.forEach(source -> words.forEach(label -> ids.add(names.uniqueId(source, label))));

        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-zA-Z0-9_-]+"));
    }

    @Test
    void shouldKeepPlainIdsShort() {
        assertThat(names.uniqueId("kitchen", "glass_breaking")).isEqualTo("earshot_kitchen_glass_breaking");
    }
}
