package org.earshot.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
    private final PrintStream out = new PrintStream(data, true, StandardCharsets.UTF_8);

    @Test
    void shouldDrawNothingWhereNobodyWatches() {
        try (var progress = new ProgressLine(err, false)) {
            progress.update(0.5, "half");
            progress.print(out, "a line");
        }

        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(data.toString(StandardCharsets.UTF_8)).isEqualTo("a line" + System.lineSeparator());
    }

    @Test
    void shouldStayOnOneLineOfATerminalWhateverTheNote() {
        try (var progress = new ProgressLine(err, true)) {
            progress.update(1, "/a/folder/with/a/long/name".repeat(9) + "/recording.wav");
        }

        String bar = errors.toString(StandardCharsets.UTF_8).split("\u001b\\[K")[1];
        assertThat(bar.strip()).hasSizeLessThan(80).endsWith("/recording.wav");
    }

    @Test
    void shouldKeepTheBarBelowTheLines() {
        var erase = "\r\u001b[K";
        var bar = erase + "[###############...............]  50 %  half";

        try (var progress = new ProgressLine(err, true)) {
            progress.update(0.5, "half");
            progress.print(err, "a line");
        }

        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualTo(bar + erase + "a line" + System.lineSeparator() + bar + erase);
    }
}
