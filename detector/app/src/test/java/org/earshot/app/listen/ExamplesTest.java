package org.earshot.app.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.model.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    private static final int RATE_HZ = 8_000;
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 3, 1, 12, 0, 0);

    @TempDir
    private Path folder;

    @Test
    void shouldSaveTheLastSecondsAndNoMore() {
        Examples examples = new Examples("doorbell", folder.resolve("new"), RATE_HZ, 2);
        for (int second = 0; second < 5; second++) {
            examples.add(constant(second / 10f), 0, RATE_HZ);
        }

        Path file = examples.save(NOON);

        assertThat(file).hasFileName("doorbell-20260301-120000.wav");
        float[] saved = AudioFiles.readMono(file, RATE_HZ);
        assertThat(saved).hasSize(2 * RATE_HZ);
        assertThat(saved[0]).isCloseTo(0.3f, offset(1e-4f));
        assertThat(saved[saved.length - 1]).isCloseTo(0.4f, offset(1e-4f));
    }

    @Test
    void shouldKeepTwoExamplesOfOneSecondApart() {
        Examples examples = new Examples("doorbell", folder, RATE_HZ, 2);
        examples.add(constant(0.1f), 0, 100);

        Path first = examples.save(NOON);
        Path second = examples.save(NOON);

        assertThat(second).isNotEqualTo(first).exists();
        assertThat(examples.saved()).isEqualTo(2);
    }

    @Test
    void shouldSaveNothingBeforeAnythingWasHeard() {
        assertThat(new Examples("doorbell", folder, RATE_HZ, 2).save(NOON)).isNull();
    }

    @Test
    void shouldRefuseALabelThatNoModelMayHave() {
        assertThatThrownBy(() -> new Examples("<b>", folder, RATE_HZ, 2))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--teach: the label");
    }

    @Test
    void shouldCountALineAsAKey() throws Exception {
        try (Keys keys = Keys.of(new ByteArrayInputStream("\nx\n".getBytes(StandardCharsets.US_ASCII)))) {
            int presses = 0;
            for (int i = 0; i < 200 && presses < 2; i++) {
                presses += keys.takePresses();
                Thread.sleep(5);
            }

            assertThat(presses).isEqualTo(2);
            assertThat(keys.name()).isEqualTo("Enter");
        }
    }

    @Test
    void shouldTakeTheUsualSizeWhereTheTerminalDoesNotTellOne() {
        assertThat(TerminalSize.parse("50 120\n")).isEqualTo(new TerminalSize(50, 120));
        assertThat(TerminalSize.parse("0 0\n")).isEqualTo(TerminalSize.USUAL);
        assertThat(TerminalSize.parse("")).isEqualTo(TerminalSize.USUAL);
    }

    private static float[] constant(float value) {
        float[] second = new float[RATE_HZ];
        Arrays.fill(second, value);
        return second;
    }
}
