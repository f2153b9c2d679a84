package org.earshot.detector.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.earshot.detector.Guide;
import org.earshot.detector.model.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeConfigTest {
    private static BridgeConfig parse(String yaml) {
        return BridgeConfig.parse(yaml, "bridge.yaml", Map.of("MQTT_PASSWORD", "s3cret"));
    }

    @Test
    void shouldReadTheExampleOfTheGuide() throws IOException {
        Guide guide = Guide.read("mqtt.md");

        BridgeConfig config = parse(guide.example());

        assertThat(config.gateways())
                .containsExactly(
                        new BridgeConfig.Gateway("house", "mqtt.example.org", 8883, true, "earshot", "s3cret"));
        guide.requireEveryKeyOf(BridgeConfig.class);
    }

    @Test
    void shouldHaveTheDefaultsOfTheGuide() throws IOException {
        BridgeConfig written = parse(Guide.read("mqtt.md").example());

        BridgeConfig shortest = parse("gateways: [{host: localhost}]");

        assertThat(shortest.gateways())
                .containsExactly(new BridgeConfig.Gateway("gateway", "localhost", 1883, false, "", ""));
        assertThat(shortest)
                .usingRecursiveComparison()
                .ignoringFields("gateways")
                .isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prefix: x|has no `gateways`",
                "gateways: [{host: a, colour: red}]|colour",
                "gateways: [{port: 1}]|has no `host`",
                "gateways: [{host: a, port: 0}]|port 0",
                "gateways: [{host: a}, {host: b}]|the same name",
                "gateways: [{host: a, password: '${NONE}'}]|${NONE}, which is not set",
                "{gateways: [{host: a}], gap_ms: 0}|gap_ms must be above 0",
                "{gateways: [{host: a}], audio: {topic: a/b}}|exactly one + level",
                "{gateways: [{host: a}], audio: {encoding: mp3}}|'mp3' is none of",
                "{gateways: [{host: a}], audio: {rate_hz: 1}}|rate_hz must lie in",
            })
    void shouldSayWhatCannotWork(String yaml, String message) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("bridge.yaml")
                .hasMessageContaining(message);
    }
}
