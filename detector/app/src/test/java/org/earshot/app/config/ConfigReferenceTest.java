package org.earshot.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
    @Test
    void shouldStandInTheDocument() throws IOException {
        var written = ConfigReference.markdown();
        var fresh = Path.of("target", "CONFIGURATION.md");
        Files.createDirectories(fresh.getParent());
        Files.writeString(fresh, written);

        var document = Path.of("..", "CONFIGURATION.md");

        assertThat(document)
                .as("copy detector/%s over detector/%s", fresh, document)
                .hasContent(written);
    }

    @Test
    void shouldSayWhatEveryKeyMeans() {
        assertThat(ConfigKeys.DEFINITION.configKeys().values())
                .allSatisfy(key -> assertThat(key.documentation).endsWith("."));
    }
}
