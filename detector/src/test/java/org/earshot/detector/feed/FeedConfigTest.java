package org.earshot.detector.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.earshot.detector.model.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedConfigTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadEveryKindOfSource() throws IOException {
        var config = FeedConfig.read(yaml("""
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
                """));

        assertThat(config.sources())
                .containsExactly(
                        FeedConfig.Source.ofUrl("gate", "rtsp://camera-1/stream"),
                        FeedConfig.Source.ofFolder("drop-box", Path.of("/var/spool/in"), Path.of("/var/spool/out")),
                        FeedConfig.Source.ofDevice("desk", "default", 44_100, 2),
                        FeedConfig.Source.ofFile("trial", Path.of("street.flac")));
    }

    @Test
    void shouldLetASourceDifferFromItsProcess() throws IOException {
        var process = FeedSettings.defaults().withChunks(WireEncoding.PCM, Duration.ofMillis(400));

        var sources = FeedConfig.read(yaml("""
                        sources:
                          - {id: gate, url: 'rtsp://camera-1/stream', encoding: flac, read-timeout-ms: 3000}
                          - {id: desk, device: default, chunk-ms: 200}
                          - {id: hall, device: default}
                        """)).sources();
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
    void shouldFillInDefaults() throws IOException {
        var source = FeedConfig.read(yaml("sources: [{id: desk, device: usb}]"))
                .sources()
                .get(0);

        assertThat(source.rateHz()).isEqualTo(48_000);
        assertThat(source.channels()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatCannotWorkInOneLine() throws IOException {
        assertRefused("", "list at least one");
        assertRefused("sources: []", "list at least one");
        assertRefused("sources: [{url: 'http://a/b'}]", "no id");
        assertRefused("sources: [{id: a}]", "exactly one of url, folder, file and device");
        assertRefused(
                "sources: [{id: a, url: 'http://a/b', device: x}]", "exactly one of url, folder, file and device");
        assertRefused("sources: [{id: a, url: nothing}]", "scheme://");
        assertRefused("sources: [{id: a, device: x, move-to: y}]", "move-to belongs to a folder");
        assertRefused("sources: [{id: a, device: x}, {id: a, device: y}]", "stands twice");
        assertRefused("sources: [{id: a, device: x, devise: y}]", "devise");
        assertRefused("sources: [{id: a, device: x, rate-hz: fast}]", "(line 1)");
        assertRefused("sources: [{id: a, device: x, chunk-ms: 2000}]", "10..1000");
        assertRefused("sources: [{id: a, device: x, encoding: mp3}]", "(line 1)");
        assertRefused("sources: [{id: a, device: x, read-timeout-ms: 5}]", "belongs to a url");
        assertRefused("sources: [{id: a, file: x, rate-hz: 8000}]", "belong to a device");
        assertRefused("sources: [", "sources.yaml");
    }

    private void assertRefused(String text, String reason) throws IOException {
        Path file = yaml(text);
        assertThatThrownBy(() -> FeedConfig.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
    }

    private Path yaml(String text) throws IOException {
        return Files.writeString(folder.resolve("sources.yaml"), text);
    }
}
