package org.earshot.edges.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MqttBridgeTest {
    @Test
    void shouldPutTheSettingsOfItsProducerThatAreGivenAboveItsOwn() {
        assertThat(MqttBridge.producerSettings(Map.of("linger.ms", "50", "group.id", "bridge")))
                .containsEntry("linger.ms", "50")
                .containsEntry("acks", "all")
                .doesNotContainKey("group.id");
    }

    @Test
    void shouldReadForEachGatewayInAGroupOfItsOwn() {
        Map<String, Object> kafka = Map.of("group.id", "bridge", "bootstrap.servers", "kafka:9092");

        assertThat(MqttBridge.groupOf("home", true, kafka)).isEqualTo(kafka);
        assertThat(MqttBridge.groupOf("barn", false, kafka))
                .containsEntry("group.id", "bridge-barn")
                .hasSize(2);
        assertThat(MqttBridge.groupOf("barn", false, Map.of())).isEmpty();
    }
}
