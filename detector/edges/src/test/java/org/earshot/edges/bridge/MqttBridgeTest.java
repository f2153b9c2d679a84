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
}
