package org.earshot.detector.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                """));

        assertThat(config.sources())
                .containsExactly(
                        FeedConfig.Source.ofUrl("gate", "rtsp://camera-1/stream"),
                        FeedConfig.Source.ofFolder("drop-box", Path.of("/var/spool/in"), Path.of("/var/spool/out")),
                        FeedConfig.Source.ofDevice("desk", "default", 44_100, 2));
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
        assertRefused("sources: [{id: a}]", "exactly one of url, folder and device");
        assertRefused("sources: [{id: a, url: 'http://a/b', device: x}]", "exactly one of url, folder and device");
        assertRefused("sources: [{id: a, url: nothing}]", "scheme://");
        assertRefused("sources: [{id: a, device: x, move-to: y}]", "move-to belongs to a folder");
        assertRefused("sources: [{id: a, device: x}, {id: a, device: y}]", "stands twice");
        assertRefused("sources: [{id: a, device: x, devise: y}]", "devise");
        assertRefused("sources: [{id: a, device: x, rate-hz: fast}]", "(line 1)");
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
