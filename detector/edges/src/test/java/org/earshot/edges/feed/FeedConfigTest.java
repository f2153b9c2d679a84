package org.earshot.edges.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.yaml.Guide;
import org.earshot.edges.yaml.YamlFuzz;
import org.earshot.edges.yaml.YamlSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedConfigTest {
    @Test
    void shouldReadEveryKindOfSource() {
        var config = FeedConfig.parse("""
                sources:
                  - id: gate
                    url: rtsp://camera-1/stream
                  - id: drop-box
                    folder: /var/spool/in
                    move-to: /var/spool/out
                  - id: desk
                    device: default
                    rate-hz: 44100
                    channels: 2
                  - id: trial
                    file: street.flac
                """, "sources.yaml");

        assertThat(config.sources())
                .containsExactly(
                        FeedConfig.Source.ofUrl("gate", "rtsp://camera-1/stream"),
                        FeedConfig.Source.ofFolder("drop-box", Path.of("/var/spool/in"), Path.of("/var/spool/out")),
                        FeedConfig.Source.ofDevice("desk", "default", 44_100, 2),
                        FeedConfig.Source.ofFile("trial", Path.of("street.flac")));
    }

    @Test
    void shouldLetASourceDifferFromItsProcess() {
        var process = FeedSettings.defaults().withChunks(WireEncoding.PCM, Duration.ofMillis(400));

        var sources = FeedConfig.parse("""
                        sources:
                          - {id: gate, url: 'rtsp://camera-1/stream', encoding: flac, read-timeout-ms: 3000}
                          - {id: desk, device: default, chunk-ms: 200}
                          - {id: hall, device: default}
                        """, "sources.yaml").sources();
        FeedSettings gate = sources.get(0).over(process);
        FeedSettings desk = sources.get(1).over(process);

        assertThat(gate.wire()).isEqualTo(WireEncoding.FLAC);
        assertThat(gate.readTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(gate.chunk()).isEqualTo(Duration.ofMillis(400));
        assertThat(desk.chunk()).isEqualTo(Duration.ofMillis(200));
        assertThat(desk.wire()).isEqualTo(WireEncoding.PCM);
        assertThat(sources.get(2).over(process)).isEqualTo(process);
    }

    @Test
    void shouldFillInDefaults() {
        var source = FeedConfig.parse("sources: [{id: desk, device: usb}]", "sources.yaml")
                .sources()
                .get(0);

        assertThat(source.rateHz()).isEqualTo(48_000);
        assertThat(source.channels()).isEqualTo(1);
    }

    @Test
    void shouldTakeASecretOfAUrlFromTheEnvironment(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("sources.yaml"), "sources: [{id: gate, url: 'rtsp://me:${PASS}@camera/'}]");

        var config = FeedConfig.read(file, Map.of("PASS", "s3cret"));

        assertThat(config.sources()).containsExactly(FeedConfig.Source.ofUrl("gate", "rtsp://me:s3cret@camera/"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sources: []|sources: there are no sources",
                "sources:|sources: has no value",
                "sources: [{url: 'http://a/b'}]|sources[0].id: is missing",
                "sources: [{id: ~, url: 'http://a/b'}]|sources[0].id: has no value",
                "sources: [{id: \"a\\nb\", device: x}]|sources[0].id: has the character U+000A",
                "sources: [{id: a}]|sources[0]: source a: give exactly one of url, folder, file and device",
                "sources: [{id: a, url: 'http://a/b', device: x}]|exactly one of url, folder, file and device",
                "sources: [{id: a, url: nothing}]|scheme://",
                "sources: [{id: a, device: x, move-to: y}]|move-to belongs to a folder",
                "sources: [{id: a, folder: x, move-to: x/y/..}]|move-to is the watched folder itself",
                "sources: [{id: a, device: x}, {id: a, device: y}]|sources[1].id: stands twice",
                "sources: [{id: a, device: x, devise: y}]|sources[0].devise: unknown key; did you mean device?",
                "sources: [{id: a, device: x, rate-hz: fast}]|sources[0].rate-hz: must be a whole number",
                "sources: [{id: a, device: x, chunk-ms: 2000}]|sources[0].chunk-ms: must lie in 10..1000",
                "sources: [{id: a, device: x, encoding: mp3}]|sources[0].encoding: 'mp3' is not valid",
                "sources: [{id: a, device: x, read-timeout-ms: 5}]|belongs to a url",
                "sources: [{id: a, file: x, rate-hz: 8000}]|belong to a device",
                "sources: [|not valid YAML"
            })
    void shouldRefuseWhatCannotWorkInOneLine(String yaml, String message) {
        assertThatThrownBy(() -> FeedConfig.parse(yaml, "sources.yaml"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("sources.yaml:1: ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldRefuseWhateverElseStandsInTheFileInOneLine() throws IOException {
        new YamlFuzz(Guide.read("sources.md").example(), yaml -> FeedConfig.parse(yaml, "fuzz.yaml")).run();
    }

    @Test
    void shouldHaveASchemaForEditors() throws IOException {
        YamlSchema schema = YamlSchema.read("sources");

        schema.requireToTake(Guide.read("sources.md").example());
        schema.requireKeys("/definitions/source/properties", FeedConfig.SOURCE_KEYS);
        assertThat(schema.faults("sources: [{id: a, file: a.wav, url: 'rtsp://a/b'}]"))
                .isNotEmpty();
        assertThat(schema.faults("sources: [{id: a}]")).isNotEmpty();
    }
}
