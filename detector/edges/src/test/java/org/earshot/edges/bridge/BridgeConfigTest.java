package org.earshot.edges.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.yaml.Guide;
import org.earshot.edges.yaml.YamlFuzz;
import org.earshot.edges.yaml.YamlSchema;
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
        guide.requireEveryKey(BridgeConfig.KEYS);
        guide.requireEveryKey(BridgeConfig.GATEWAY_KEYS);
        guide.requireEveryKey(BridgeConfig.AUDIO_KEYS);
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
                "prefix: x|gateways: there are no gateways",
                "gateways: [{host: a, colour: red}]|gateways[0].colour: unknown key",
                "gateways: [{port: 1}]|gateways[0].host: is missing",
                "gateways: [{host: ~}]|gateways[0].host: has no value",
                "gateways: [{host: a, port: 0}]|gateways[0].port: must lie in 1..65535",
                "gateways: [{host: a}, {host: b}]|gateways[1].name: two gateways have the same name",
                "gateways: [{host: a, password: '${NONE}'}]|gateways[0].password: uses ${NONE}, which is not set",
                "{gateways: [{host: a}], gap_ms: 0}|gap_ms: must lie in 1..",
                "{gateways: [{host: a}], prefix: 'a/#'}|prefix: 'a/#' is not valid",
                "{gateways: [{host: a}], audio: }|audio: has no value",
                "{gateways: [{host: a}], audio: {topic: }}|audio.topic: has no value",
                "{gateways: [{host: a}], audio: {topic: a/b}}|audio.topic: 'a/b' is not valid (exactly one + level",
                "{gateways: [{host: a}], audio: {topic: a/x+}}|audio.topic: 'a/x+' is not valid",
                "{gateways: [{host: a}], audio: {encoding: mp3}}|audio.encoding: 'mp3' is not valid",
                "{gateways: [{host: a}], audio: {rate_hz: 1}}|audio.rate_hz: must lie in 4000..",
            })
    void shouldSayWhatCannotWork(String yaml, String message) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("bridge.yaml:1: ")
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseWhateverElseStandsInTheFileInOneLine() throws IOException {
        Map<String, String> environment = Map.of("MQTT_PASSWORD", "s3cret");

        new YamlFuzz(Guide.read("mqtt.md").example(), yaml -> BridgeConfig.parse(yaml, "fuzz.yaml", environment)).run();
    }

    @Test
    void shouldHaveASchemaForEditors() throws IOException {
        YamlSchema schema = YamlSchema.read("bridge");

        schema.requireToTake(Guide.read("mqtt.md").example());
        schema.requireKeys("/properties", BridgeConfig.KEYS);
        schema.requireKeys("/definitions/gateway/properties", BridgeConfig.GATEWAY_KEYS);
        schema.requireKeys("/properties/audio/properties", BridgeConfig.AUDIO_KEYS);
        assertThat(schema.faults("gateways: [{name: house}]")).isNotEmpty();
    }
}
